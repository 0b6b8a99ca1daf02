// Holds the precompiled headers that the tests of the window share.
