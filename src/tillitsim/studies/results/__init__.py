"""What has a sweep come to?"""
