"""What people order, from their words to the parameters of a job."""
