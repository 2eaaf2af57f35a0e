"""What is there to simulate, and how does one write a scenario of one's own?"""
