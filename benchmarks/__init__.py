"""What this project costs against the naive way, measured in one run."""
