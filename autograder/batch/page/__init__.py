"""The class page: what a class got wrong, in one file that needs no network and no script."""
