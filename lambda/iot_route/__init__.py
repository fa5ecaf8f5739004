"""SiteWise property notifications to alarms and live values."""
