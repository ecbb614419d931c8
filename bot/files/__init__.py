"""Pictures on the disk: finished, brought by people, withheld, aged out."""
