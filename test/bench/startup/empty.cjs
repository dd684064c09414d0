// An application that does nothing: the start itself is measured.
process.exitCode = 0;
