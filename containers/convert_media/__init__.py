"""The media image: photos, panoramas and video become what browsers show."""
