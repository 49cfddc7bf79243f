import { Secret, TOTP } from 'otpauth';

/** Seconds a code is valid for; one step of drift to each side is allowed (RFC 6238, 5.2). */
const PERIOD = 30;
const DRIFT = 1;

const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer: 'Fund ledger', label, period: PERIOD, digits: 6, secret });

/** A new secret for an authenticator app, in base32. */
export const newSecondFactor = (): string => new Secret({ size: 20 }).base32;

/** The address that an authenticator app reads from a QR code. */
export const secondFactorUri = (secret: string, login: string): string =>
  totpOf(secret, login).toString();

/**
 * The time step that the code belongs to; undefined where it is wrong or its step was used before.
 *
 * @param usedStep the last step whose code was used
 * @param at milliseconds since 1970
 */
export function stepOfCode(
  secret: string,
  code: string,
  usedStep: number,
  at: number,
): number | undefined {
  const drift = totpOf(secret).validate({ token: code, timestamp: at, window: DRIFT });
  if (drift === null) return undefined;
  const step = Math.floor(at / 1_000 / PERIOD) + drift;
  return step > usedStep ? step : undefined;
}
