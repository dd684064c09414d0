// Nothing: the start itself is measured.
