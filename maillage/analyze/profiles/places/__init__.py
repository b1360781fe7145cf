"""Where persons work: communes, territories, and how what a signature shows is resolved to them."""
