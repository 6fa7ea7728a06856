/** By what it is decided who goes first in the line. */
export type LineRule = 'booked' | 'priority' | 'deadline' | 'share' | 'plan' | 'criticality' | 'arrival'
