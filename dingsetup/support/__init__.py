"""What goes from the admin to support and back: bundles, reproduction, comparison, reports."""
