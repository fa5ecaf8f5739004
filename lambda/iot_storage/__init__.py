"""Sets the storage of SiteWise while a stack is deployed."""
