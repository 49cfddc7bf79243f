import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Logger,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  RLWrapperTimeouts,
} from 'rate-limiter-flexible';
import { DomainError } from '../../errors';
import { networkOf } from './network';

const MINUTE = 60;
const DAY = 86_400;
/** How long a try waits of which there were too many. */
const SLOWED_BY_MS = 5_000;
const REDIS_ANSWERS_WITHIN_MS = 500;
const TRY_AGAIN_AFTER_SECONDS = 5;

/**
 * What is counted, a minute at a time, of an address or of the /64 network of an IPv6 address:
 *
 * - `sign_in`: tries at signing in, or with a link, all logins together.
 * - `login`: tries at one login. `login_day`: those of a day, from all addresses together.
 * - `act`: acts of one caller that move money or decide on it.
 * - `request`: everything else of one caller, or of one address where nobody is known.
 */
export const RATES = ['sign_in', 'login', 'login_day', 'act', 'request'] as const;
export type Rate = (typeof RATES)[number];

const windowOf = (rate: Rate): number => (rate === 'login_day' ? DAY : MINUTE);

/** How many of each there may be in its time. */
export type RateSizes = Readonly<Record<Rate, number>>;

/** Whether a rate holds even where nothing can be counted: then what it counts is refused. */
export const failsClosed = (rate: Rate): boolean => rate !== 'request';

/** The metadata in which a route says what it counts as; without it as a `request`. */
export const RATE = 'fund:rate';

/** A route that counts as this. */
export const CountsAs = (rate: Rate): MethodDecorator & ClassDecorator => SetMetadata(RATE, rate);

/** Health, metrics and the pages of the console are for machines nearby, and are not counted. */
export const isCounted = (path: string): boolean => path.startsWith('/api/v1/');

/** Counts in Redis, where there is one, so that all processes count together; else in this process. */
export class RateLimits {
  private readonly logger = new Logger(RateLimits.name);
  private readonly limiters: ReadonlyMap<Rate, Pick<RateLimiterAbstract, 'consume'>>;

  /** @param redis a connection that refuses at once what it cannot send */
  constructor(
    readonly sizes: RateSizes,
    redis?: object,
  ) {
    this.limiters = new Map(RATES.map((rate) => [rate, this.limiter(rate, redis)]));
  }

  /**
   * Counts one more.
   *
   * @param who an address, a login or a caller; kept as a hash only
   * @returns what is left; undefined where nothing could be counted
   * @throws DomainError RATE_LIMITED; RATE_LIMIT_UNAVAILABLE where nothing could be counted and must be
   */
  async count(rate: Rate, who: string): Promise<RateLimiterRes | undefined> {
    const key = createHash('sha256').update(who).digest('base64url');
    try {
      return await this.limiters.get(rate)?.consume(key);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new TooMany(error);
      if (!failsClosed(rate)) return undefined;
      this.logger.error({ err: error }, 'Redis does not count');
      throw new DomainError('RATE_LIMIT_UNAVAILABLE', 'failed', {
        retryAfterSeconds: TRY_AGAIN_AFTER_SECONDS,
      });
    }
  }

  /** Counts a request of which nobody knows who sends it: guessing tokens is not free. */
  async countStranger({ path, ip = 'unknown' }: Request): Promise<void> {
    if (isCounted(path)) await this.count('request', networkOf(ip));
  }

  /**
   * Counts one more, and lets it wait where there were too many: it is slowed and not refused, so that
   * strangers keep out nobody by trying.
   *
   * @throws DomainError RATE_LIMIT_UNAVAILABLE
   */
  async slow(rate: Rate, who: string): Promise<void> {
    try {
      await this.count(rate, who);
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      await pause(SLOWED_BY_MS);
    }
  }

  private limiter(rate: Rate, redis?: object): Pick<RateLimiterAbstract, 'consume'> {
    const options = {
      keyPrefix: `fund:rate:${rate}`,
      points: this.sizes[rate],
      duration: windowOf(rate),
    };
    if (redis === undefined) return new RateLimiterMemory(options);
    return new RLWrapperTimeouts({
      limiter: new RateLimiterRedis({
        ...options,
        storeClient: redis,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
      }),
      timeoutMs: REDIS_ANSWERS_WITHIN_MS,
    });
  }
}

/** There were too many; the next may come when the minute is over. */
class TooMany extends DomainError {
  constructor(readonly left: RateLimiterRes) {
    super('RATE_LIMITED', 'limited', { retryAfterSeconds: secondsUntilNext(left) });
  }
}

const secondsUntilNext = ({ msBeforeNext }: RateLimiterRes): number =>
  Math.max(1, Math.ceil(msBeforeNext / 1_000));

/** Counts every request of the interface; stands behind the guard that finds out who calls. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request & { caller?: { readonly personId: string } }>();
    if (!isCounted(request.path)) return true;
    const places = [context.getHandler(), context.getClass()];
    const rate = this.reflector.getAllAndOverride<Rate | undefined>(RATE, places) ?? 'request';
    const network = networkOf(request.ip ?? 'unknown');
    const who = rate === 'sign_in' ? network : (request.caller?.personId ?? network);
    const tell = (left: RateLimiterRes | undefined): void => {
      if (left !== undefined) this.tell(http.getResponse<Response>(), rate, left);
    };
    try {
      tell(await this.limits.count(rate, who));
    } catch (error) {
      if (error instanceof TooMany) tell(error.left);
      throw error;
    }
    return true;
  }

  /** As draft-ietf-httpapi-ratelimit-headers has it. */
  private tell(response: Response, rate: Rate, left: RateLimiterRes): void {
    const size = String(this.limits.sizes[rate]);
    response.set({
      'ratelimit-policy': `"${rate}";q=${size};w=${String(windowOf(rate))}`,
      ratelimit: `"${rate}";r=${String(left.remainingPoints)};t=${String(secondsUntilNext(left))}`,
    });
  }
}
