"""What people said of findings: `records.Notes`, kept beside the report by each finding's key."""
