import type { Role, Session } from './api-types';
import { i18n } from './i18n';

/** A refusal as the service tells it (RFC 9457). */
export interface Problem {
  readonly code: string;
  readonly title: string;
  /** What the person can do. */
  readonly detail: string;
  readonly requestId?: string;
  readonly faults?: readonly { readonly pointer: string; readonly message: string }[];
  readonly [member: string]: unknown;
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/** What only the person can give before a request goes on. */
export type Proof = 'sign_in' | 'code';

export interface Request {
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON; a file as its bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const MOST_TRIES = 5;
const SESSIONS = '/api/v1/sessions';
const SESSION_LOCK = 'fund-session';

let csrfToken = '';
let askPerson: (proof: Proof) => Promise<boolean> = () => Promise.resolve(false);
const open = new Map<Proof, Promise<boolean>>();

/** Says who asks the person for a proof; the answer is whether it was given. */
export function onProofNeeded(ask: (proof: Proof) => Promise<boolean>): void {
  askPerson = ask;
}

/** Several requests that need the same proof ask for it once. */
function ask(proof: Proof): Promise<boolean> {
  const asked = open.get(proof) ?? askPerson(proof).finally(() => open.delete(proof));
  open.set(proof, asked);
  return asked;
}

async function send({ path, method = 'GET', body, headers, signal }: Request): Promise<Response> {
  const sent = new Headers({ ...headers, 'accept-language': i18n.language });
  if (method !== 'GET') sent.set('x-csrf-token', csrfToken);
  const isFile = body instanceof Blob;
  if (body !== undefined) {
    sent.set('content-type', isFile ? 'application/octet-stream' : 'application/json');
  }
  try {
    return await fetch(path, {
      method,
      headers: sent,
      ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ProblemError({
      code: 'NETWORK',
      title: i18n.t('problem.network'),
      detail: i18n.t('problem.networkRemedy'),
    });
  }
}

/** An answer that nobody reads would keep its connection. */
async function letGo({ body }: Response): Promise<void> {
  await body?.cancel();
}

async function problemOf(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  if (isProblem === true) return (await response.json()) as Problem;
  await letGo(response);
  return {
    code: 'NOT_UNDERSTOOD',
    title: i18n.t('problem.notUnderstood'),
    detail: i18n.t('problem.notUnderstoodRemedy'),
  };
}

/** Who is signed in, without trying anything to be so; keeps the token for writes. */
async function readSession(): Promise<Session | undefined> {
  const response = await send({ path: `${SESSIONS}/current` });
  if (response.status === 401) {
    await letGo(response);
    return undefined;
  }
  if (!response.ok) throw new ProblemError(await problemOf(response));
  const session = (await response.json()) as Session;
  csrfToken = session.csrfToken;
  return session;
}

/**
 * Renews a session whose access has run out. One tab at a time, and only where no other tab has just
 * done so: a refresh token that is shown twice ends the session.
 */
async function renewSession(): Promise<Session | undefined> {
  return navigator.locks.request(SESSION_LOCK, async () => {
    const renewedElsewhere = await readSession();
    if (renewedElsewhere !== undefined) return renewedElsewhere;
    const response = await send({ path: `${SESSIONS}/refresh`, method: 'POST' });
    await letGo(response);
    return response.ok ? readSession() : undefined;
  });
}

/** Who is signed in, after renewing the session where that can be done; null for nobody. */
export async function currentSession(): Promise<Session | null> {
  return (await readSession()) ?? (await renewSession()) ?? null;
}

async function answerIn<Answer>(response: Response): Promise<Answer> {
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/**
 * Asks the service. Where the session has run out or presence must be proved, the person is asked
 * over the page, and the request goes on: nothing that was typed is lost.
 *
 * @throws ProblemError what the service refuses
 */
export async function call<Answer>(request: Request): Promise<Answer> {
  return answerIn(await responseTo(request));
}

/** Something that is changed only as it was read: its ETag goes back as `If-Match`. */
export interface Tagged<Answer> {
  readonly answer: Answer;
  readonly etag: string;
}

/** Like `call`, for what may be changed afterwards. */
export async function callTagged<Answer>(request: Request): Promise<Tagged<Answer>> {
  const response = await responseTo(request);
  return { answer: await answerIn(response), etag: response.headers.get('etag') ?? '' };
}

/** Like `call`, for a text, with the moment from which on it has been so. */
export async function callText(request: Request): Promise<{ text: string; modifiedAt: string }> {
  const response = await responseTo(request);
  const modifiedAt = response.headers.get('last-modified') ?? '';
  return { text: await response.text(), modifiedAt };
}

/** Like `call`, for a file. */
export async function callFile(request: Request): Promise<Blob> {
  return (await responseTo(request)).blob();
}

async function responseTo(request: Request): Promise<Response> {
  let mayRenew = true;
  for (let tried = 1; ; tried += 1) {
    const response = await send(request);
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (tried === MOST_TRIES || !(await overcome(problem.code, mayRenew))) {
      throw new ProblemError(problem);
    }
    if (problem.code === 'SIGN_IN_REQUIRED') mayRenew = false;
  }
}

/** Does what a refusal asks for; the answer is whether the request may be sent again. */
async function overcome(code: string, mayRenew: boolean): Promise<boolean> {
  switch (code) {
    case 'SIGN_IN_REQUIRED':
      return (mayRenew && (await renewSession()) !== undefined) || ask('sign_in');
    case 'SECOND_FACTOR_REQUIRED':
      return ask('sign_in');
    case 'STEP_UP_REQUIRED':
      return ask('code');
    case 'CSRF_TOKEN_INVALID':
      return (await readSession()) !== undefined;
    default:
      return false;
  }
}

/**
 * Begins a session; the answer is whether a code is to be shown next. Not while a session is being
 * renewed: a renewal that fails takes the cookies away, and these would be the new ones.
 */
async function begin(path: string, body: object): Promise<boolean> {
  return navigator.locks.request(SESSION_LOCK, async () => {
    const { next } = await answerOf<{ next: string }>({ path, method: 'POST', body });
    await readSession();
    return next === 'second_factor';
  });
}

/** Signs in with login and password. */
export const signIn = (login: string, password: string): Promise<boolean> =>
  begin(SESSIONS, { login, password });

/** Signs in as the invented person of a role. */
export const signInToSandbox = (role: Role): Promise<boolean> =>
  begin(`${SESSIONS}/sandbox`, { role });

/** Shows a code of the authenticator app. */
export async function showCode(code: string): Promise<void> {
  await readSession();
  await answerOf({ path: `${SESSIONS}/second-factor`, method: 'POST', body: { code } });
}

/** Like `call`, for signing in itself: asks nobody for anything. */
async function answerOf<Answer>(request: Request): Promise<Answer> {
  const response = await send(request);
  if (!response.ok) throw new ProblemError(await problemOf(response));
  return answerIn(response);
}
