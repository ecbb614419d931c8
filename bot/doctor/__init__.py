"""What ``atelier doctor`` looks at before anything is started."""
