import type { DataSource } from 'typeorm';
import { recordEvent } from '../audit';
import type { DomainError, RefusalKind } from '../errors';
import type { KnownRequest } from './access';
import { addressOf } from './address-of';
import { actorFacts } from './people';
import type { Recorded } from './records';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Before anybody is known these cost the sender nothing, and would fill the trail. */
const NOT_OF_STRANGERS: ReadonlySet<RefusalKind> = new Set([
  'limited',
  'too_large',
  'unsupported_media',
]);
const UNREAD = /^(BODY|PARAMETER)_/;
const LONGEST_SUBJECT = 200;

/** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
const storable = (text: string): string =>
  Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8');

const isWorthIt = ({ code, kind }: DomainError, isStranger: boolean): boolean =>
  !isStranger || !(NOT_OF_STRANGERS.has(kind) || UNREAD.test(code));

/**
 * Keeps in the trail what was refused, in a transaction of its own: what was tried is rolled back, and
 * nothing else of it is left. Reading that is refused is recorded where a right was missing.
 */
export async function recordRefusal(
  dataSource: DataSource,
  request: KnownRequest,
  error: DomainError,
): Promise<void> {
  const { caller, recorded, method } = request;
  const isReading = READING.has(method);
  if (recorded === 'itself' || !isWorthIt(error, caller === undefined)) return;
  if (isReading && (error.kind !== 'forbidden' || caller === undefined)) return;
  if (caller === undefined && error.kind === 'unauthenticated') return;
  await recordEvent(dataSource.manager, {
    action: recorded?.action ?? `${method} ${routeOf(request)}`,
    ...(caller === undefined ? { address: addressOf(request) } : actorFacts(caller)),
    subject: storable(subjectOf(request, recorded)).slice(0, LONGEST_SUBJECT),
    refusalCode: error.code,
    content: { details: detailsOf(error) },
  });
}

const routeOf = ({ route, path }: KnownRequest): string =>
  (route as { path?: string } | undefined)?.path ?? path;

const subjectOf = ({ params, path }: KnownRequest, recorded: Recorded | undefined): string =>
  recorded?.subject?.replace(/:(\w+)/g, (_, name: string) => String(params[name])) ?? path;

const detailsOf = ({ details }: DomainError): unknown =>
  JSON.parse(
    JSON.stringify(details, (_, value: unknown) =>
      typeof value === 'string' ? storable(value) : value,
    ),
  );
