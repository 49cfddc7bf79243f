/** Where an approved application stands. */
export const STATES_OF_APPLICATIONS = [
  'to_pay',
  'partly_paid',
  'to_settle',
  'surplus_due',
  'settled',
] as const;
export type ApplicationState = (typeof STATES_OF_APPLICATIONS)[number];

/** Where an application stands, as the console says it. */
export const ADVANCE_STATES = [
  'reviewing',
  'approving',
  'returned',
  'rejected',
  'withdrawn',
  ...STATES_OF_APPLICATIONS,
] as const;
export type AdvanceState = (typeof ADVANCE_STATES)[number];

/** Whether applications are in that state once they are approved. */
export const isOfApplication = (state: AdvanceState): state is ApplicationState =>
  STATES_OF_APPLICATIONS.some((each) => each === state);

/** SQL of the state of a request `r` that is not approved. */
export const STATE_OF_REQUEST = `
  CASE r.state WHEN 'open' THEN CASE WHEN r.step = 0 THEN 'reviewing' ELSE 'approving' END ELSE r.state END`;
