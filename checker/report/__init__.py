"""One report in every form, pure functions of the record: `outputs.write_outputs`."""
