"""The database: the record of jobs, images, people and flags."""
