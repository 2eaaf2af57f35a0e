"""What is true now: tables of politicians, managers, staff, citizens and their links."""
