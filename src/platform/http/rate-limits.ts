import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../../errors';

const MINUTE = 60;

/** Slows down whoever tries many logins from one place; an account's own lock is kept in the database. */
export class SignInLimit {
  private readonly limiter: RateLimiterMemory;

  /** @param tries of one address in a minute, all logins together */
  constructor(tries: number) {
    this.limiter = new RateLimiterMemory({ points: tries, duration: MINUTE });
  }

  /** @throws DomainError RATE_LIMITED */
  async count(address: string): Promise<void> {
    try {
      await this.limiter.consume(address);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.ceil(error.msBeforeNext / 1_000);
      throw new DomainError('RATE_LIMITED', 'limited', { retryAfterSeconds: seconds });
    }
  }
}
