"""What can be given: parameters, instruments and the profile table, each declared once."""
