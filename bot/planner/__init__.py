"""What is posted by itself: the planner, the rhythm of a post, the schedule that wakes it."""
