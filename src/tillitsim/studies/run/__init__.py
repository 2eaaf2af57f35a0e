"""What happens in this service?"""
