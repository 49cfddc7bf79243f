import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { DomainError, type Language } from '../../errors';
import { languageOf } from '../language';
import { CountsAs } from './rate-limits';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const WAIT = /^wait[ \t]*=[ \t]*"?([1-9]|10)"?$/i;

const headerOf = (context: ExecutionContext, name: string): string | undefined =>
  context.switchToHttp().getRequest<Request>().get(name);

/**
 * The key that makes an act happen once, however often its request is sent.
 *
 * @throws DomainError IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID
 */
export const IdempotencyKey = createParamDecorator((_: unknown, context): string => {
  const key = headerOf(context, 'idempotency-key');
  if (key === undefined) throw new DomainError('IDEMPOTENCY_KEY_MISSING', 'invalid');
  if (!VISIBLE_ASCII.test(key)) throw new DomainError('IDEMPOTENCY_KEY_INVALID', 'invalid');
  return key;
});

/**
 * An act that happens once, however often it is sent: describes the header that {@link IdempotencyKey}
 * reads, and counts it among the acts that a caller has in a minute.
 */
export const ActsOnce = (): MethodDecorator =>
  applyDecorators(
    CountsAs('act'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description:
        '1 to 255 visible ASCII characters, kept for ever: the same key with the same body does nothing again',
      schema: { type: 'string', pattern: VISIBLE_ASCII.source },
    }),
  );

/** The language that whoever asks wants to read; Chinese unless they ask for English. */
export const ReaderLanguage = createParamDecorator((_: unknown, context): Language =>
  languageOf(headerOf(context, 'accept-language'), 'zh'),
);

/** For how many seconds, 1 to 10, the caller prefers to wait for the result (RFC 7240); 0 without. */
export const PreferredWait = createParamDecorator((_: unknown, context): number => {
  const preferences = (headerOf(context, 'prefer') ?? '').split(/[,;]/);
  const seconds = preferences.map((text) => WAIT.exec(text.trim())?.[1]).find(Boolean);
  return parseInt(seconds ?? '0', 10);
});

/** Describes the header that {@link PreferredWait} reads. */
export const ApiPreferredWait = (): MethodDecorator =>
  ApiHeader({
    name: 'Prefer',
    required: false,
    description: 'wait=N, 1 to 10 seconds: answers 201 when it is posted in time',
    schema: { type: 'string' },
  });
