/** Settings for tests, which ask more in a minute than people do. */
export const UNLIMITED = {
  FUND_SIGN_IN_TRIES: '100000000',
  FUND_LOGIN_TRIES: '100000000',
  FUND_LOGIN_TRIES_A_DAY: '100000000',
  FUND_ACTS_A_MINUTE: '100000000',
  FUND_REQUESTS_A_MINUTE: '100000000',
} as const;
