import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { TOTP } from 'otpauth';
import request, { type Response, type Test } from 'supertest';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import {
  Bureau,
  BureauBook,
  enterPerson,
  enterSandboxPeople,
  grantRole,
  makeApiKey,
  type Role,
  type Scope,
  Secrets,
} from '../../src/identity';
import { newSecondFactor } from '../../src/identity/second-factor';
import { secondFactorContext } from '../../src/identity/sign-in';
import { openBook, PostgresWakeUp } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { readConfig } from '../../src/platform/config';
import type { RedisWatch } from '../../src/platform/redis';
import { createApplication } from '../../src/service';
import { createTestDatabase, type TestDatabase } from './test-database';
import { UNLIMITED } from './unlimited';

const PASSWORD = 'a sentence nobody else says';
const TODAY = '2020-01-01';
/** Longer than a test may pause between two requests. */
const KEEPS_CONNECTIONS_FOR_MS = 60_000;
/** At the least that argon2 costs: what a real hash costs is for those who guess. */
const cheapHash = hash(PASSWORD, { memoryCost: 8, timeCost: 1 });

/** Somebody with an account of their own. */
export interface TestPerson {
  readonly personId: string;
  readonly accountId: string;
  readonly name: string;
  readonly login: string;
  readonly password: string;
  readonly secret: string;
}

/** A bureau with a real book. */
export interface TestBureau {
  readonly id: string;
  readonly bookId: number;
  readonly bookCode: string;
}

/** A browser, as far as the service can tell: it keeps cookies and the token for writes. */
export class TestBrowser {
  private readonly jar = new Map<string, string>();
  private csrf = '';

  constructor(private readonly service: TestService) {}

  get(path: string): Test {
    return this.send('get', path);
  }

  post(path: string, body: object = {}): Test {
    return this.send('post', path).send(body);
  }

  /** Uploads a file for a book. */
  upload(name: string, book: string, bytes: Buffer): Test {
    const query = new URLSearchParams({ name, book });
    return this.postBytes(`/api/v1/documents?${query.toString()}`, bytes);
  }

  /** Sends the bytes of a file. */
  postBytes(path: string, bytes: Buffer): Test {
    return this.send('post', path).set('content-type', 'application/octet-stream').send(bytes);
  }

  /** Reads what is answered as bytes, whatever they are. */
  download(path: string): Test {
    return this.get(path).buffer(true).parse(collectBytes);
  }

  put(path: string, body: object = {}): Test {
    return this.send('put', path).send(body);
  }

  delete(path: string): Test {
    return this.send('delete', path);
  }

  cookie(name: string): string | undefined {
    return this.jar.get(name);
  }

  setCookie(name: string, value: string): void {
    this.jar.set(name, value);
  }

  /** The cookies as another browser can be given them. */
  get cookies(): readonly { readonly name: string; readonly value: string }[] {
    return [...this.jar].map(([name, value]) => ({ name, value: encodeURIComponent(value) }));
  }

  /** The headers that say who sends. */
  get credentials(): Readonly<Record<string, string>> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    return { cookie, ...(this.csrf !== '' && { 'x-csrf-token': this.csrf }) };
  }

  /** Sends without the token that a page of ours would send. */
  forgetCsrfToken(): void {
    this.csrf = '';
  }

  /** Reads the token for writes, as every page does first. */
  async readSession(): Promise<Record<string, unknown>> {
    const { body } = (await this.get('/api/v1/sessions/current').expect(200)) as {
      body: Record<string, unknown>;
    };
    this.csrf = String(body['csrfToken']);
    return body;
  }

  private send(method: 'get' | 'post' | 'put' | 'delete', path: string): Test {
    const sent = request(this.service.app.getHttpServer())
      [method](path)
      .set('accept-language', 'en')
      .set(this.credentials);
    sent.on('response', ({ headers }: { headers: Record<string, unknown> }) => {
      for (const line of (headers['set-cookie'] as string[] | undefined) ?? []) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        if (value === '') this.jar.delete(name);
        else this.jar.set(name, decodeURIComponent(value));
      }
    });
    return sent;
  }
}

function collectBytes(answer: Response, done: (error: Error | null, body: unknown) => void): void {
  const pieces: Buffer[] = [];
  const stream = answer as unknown as NodeJS.ReadableStream;
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  stream.on('end', () => {
    done(null, Buffer.concat(pieces));
  });
}

/** The HTTP service over a database of its own, with people who can sign in. */
export class TestService {
  readonly secrets = new Secrets(randomBytes(32));
  /** Where it keeps documents. */
  readonly documentFolder = mkdtempSync(join(tmpdir(), 'fund-documents-'));
  app: NestExpressApplication;
  private people = 0;

  private constructor(readonly database: TestDatabase) {}

  /** @param settings beside those that suit a test */
  static async open(
    settings: Readonly<Record<string, string>> = {},
    database?: TestDatabase,
    { embedded = true, redis }: { readonly embedded?: boolean; readonly redis?: RedisWatch } = {},
  ): Promise<TestService> {
    const service = new TestService(database ?? (await createTestDatabase()));
    const { dataSource, serviceClient } = service.database;
    service.app = await createApplication(
      readConfig({
        LOG_LEVEL: 'silent',
        FUND_DOCUMENT_DIR: service.documentFolder,
        ...UNLIMITED,
        ...settings,
      }),
      {
        dataSource,
        embedded,
        place: 'test',
        wakeUp: new PostgresWakeUp(dataSource, serviceClient),
        close: () => Promise.resolve(),
        ...(redis !== undefined && { redis }),
      },
      { secrets: service.secrets },
    );
    // Else supertest opens a server for each request.
    const server = await service.app.listen(0, '127.0.0.1');
    server.keepAliveTimeout = KEEPS_CONNECTIONS_FOR_MS;
    return service;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
    rmSync(this.documentFolder, { recursive: true, force: true });
  }

  async bureau(code: string): Promise<TestBureau> {
    return inTransaction(this.database.dataSource, async (tx) => {
      const id = uuidv7();
      const bookCode = `${code}-book`;
      await tx.insert(Bureau, { id, code, name: `${code} bureau`, sandbox: false });
      const bookId = await openBook(tx, { code: bookCode, kind: 'real', title: bookCode });
      await tx.insert(BureauBook, { bookId, bureauId: id });
      return { id, bookId, bookCode };
    });
  }

  /** Enters a person with an active account and the roles. */
  async person(
    roles: readonly Role[],
    belongsTo: { bureauId: string } | { creditCode: string },
    enteredBy: string | null = null,
  ): Promise<TestPerson> {
    this.people += 1;
    const name = `person ${String(this.people)}`;
    const login = `person-${String(this.people)}`;
    const actor = {
      name: 'test',
      personId: null,
      sessionId: null,
      bureauId: enteredBy,
      address: 'test',
    };
    const secret = newSecondFactor();
    const { personId, accountId } = await inTransaction(this.database.dataSource, async (tx) => {
      const entered = await enterPerson(tx, { name, login, belongsTo }, actor);
      for (const role of roles) {
        await grantRole(tx, { personId: entered.personId, role, validFrom: TODAY }, 'test');
      }
      await this.activateAtOnce(tx, entered.accountId, secret);
      return entered;
    });
    return { personId, accountId, name, login, password: PASSWORD, secret };
  }

  /** Leaves the account as following the link does; the hash costs little, now and at each sign-in. */
  private async activateAtOnce(
    tx: EntityManager,
    accountId: string,
    secret: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE fund.account SET state = 'active', password_hash = $2, totp_secret = $3 WHERE id = $1`,
      [accountId, await cheapHash, this.secrets.seal(secret, secondFactorContext(accountId))],
    );
    await tx.query('UPDATE fund.invitation SET used_at = now() WHERE account_id = $1', [accountId]);
  }

  /** Follows an activation link; returns the secret of the second factor. */
  async activate(token: string): Promise<string> {
    const browser = this.browser();
    const { body } = (await browser.post('/api/v1/activations', { token }).expect(200)) as {
      body: { secret: string };
    };
    await browser
      .post('/api/v1/activations/confirm', {
        token,
        password: PASSWORD,
        code: codeOf(body.secret),
      })
      .expect(204);
    return body.secret;
  }

  browser(): TestBrowser {
    return new TestBrowser(this);
  }

  /** Signs in with both factors. */
  async signIn({ login, password, secret, accountId }: TestPerson): Promise<TestBrowser> {
    const browser = this.browser();
    await browser.post('/api/v1/sessions', { login, password }).expect(200);
    await browser.readSession();
    await this.forgetUsedCodes(accountId);
    await browser.post('/api/v1/sessions/second-factor', { code: codeOf(secret) }).expect(204);
    return browser;
  }

  /** Signs in as the invented person of a role. */
  async signInToSandbox(role: Role, creditCode = '51220000MJ00010109'): Promise<TestBrowser> {
    await enterSandboxPeople(this.database.dataSource, creditCode, TODAY);
    const browser = this.browser();
    await browser.post('/api/v1/sessions/sandbox', { role }).expect(200);
    await browser.readSession();
    return browser;
  }

  /** A key for a program that acts as the invented person of a role. */
  async sandboxKey(role: Role, scopes: readonly Scope[]): Promise<string> {
    const { dataSource } = this.database;
    await enterSandboxPeople(dataSource, '51220000MJ00010109', TODAY);
    return inTransaction(dataSource, async (tx) => {
      const [person] = await tx.query<[{ id: string; name: string }]>(
        `SELECT p.id, p.name FROM fund.person p JOIN fund.role_grant g ON g.person_id = p.id
          WHERE p.sandbox AND g.role = $1`,
        [role],
      );
      const actor = {
        personId: person.id,
        name: person.name,
        sessionId: null,
        bureauId: null,
        address: 'test',
      };
      return (await makeApiKey(tx, actor, { name: 'test', scopes, days: 1 })).key;
    });
  }

  /** A code counts once in half a minute; tests do not wait that long. */
  async forgetUsedCodes(accountId: string): Promise<void> {
    await this.database.dataSource.query('UPDATE fund.account SET totp_step = 0 WHERE id = $1', [
      accountId,
    ]);
  }
}

/** The code that an authenticator app shows now, or so many steps of 30 seconds later. */
export function codeOf(secret: string, stepsLater = 0): string {
  return new TOTP({ secret }).generate({ timestamp: Date.now() + stepsLater * 30_000 });
}
