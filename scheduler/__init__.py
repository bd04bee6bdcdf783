"""What rings: due alarms become events, and the house is kept tidy."""
