import { SetMetadata } from '@nestjs/common';

/** The metadata in which a route says what the trail calls it. */
export const RECORDS = 'fund:records';

/** What the trail calls what a route does, and to what. */
export interface Recorded {
  readonly action: string;
  /** E.g. `joint_meeting/:id`, filled from the path. */
  readonly subject?: string;
}

/** Names, for the trail, what a route does and to what; without it the route itself is named. */
export const Records = (action: string, subject?: string): MethodDecorator =>
  SetMetadata(RECORDS, { action, ...(subject !== undefined && { subject }) } satisfies Recorded);

/** A route that records what it refuses, with more than is known elsewhere. */
export const RecordsRefusals = (): MethodDecorator => SetMetadata(RECORDS, 'itself');
