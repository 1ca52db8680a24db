"""What ftidy's tests are made of. One module, one noun; see case.py first."""
