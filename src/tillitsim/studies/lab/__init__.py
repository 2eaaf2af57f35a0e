"""What happens if one moves the mix? A page with the model inside, to try it in."""
