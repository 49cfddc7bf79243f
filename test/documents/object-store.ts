import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';

const BUCKET = 'documents';
/** The one pair of keys that the server knows. */
const KEYS = 'S3RVER';

const OF_BUCKET = /^\/[^/]+\/?(\?|$)/;

/** What a store does with a put that is to overwrite nothing. */
export type Conditions = 'kept' | 'ignored' | 'refused';

/**
 * An S3-compatible server on this machine, over HTTP with signatures checked. Before it stands what current stores do
 * and this one does not: an object is put as a whole, and where there is one, a conditional put is refused.
 */
export class ObjectStore {
  conditions: Conditions = 'kept';
  readonly requests: string[] = [];
  private readonly directory = mkdtempSync(join(tmpdir(), 'fund-objects-'));
  private readonly server: Server;
  private readonly objects: S3rver;
  /** Of the bucket as a whole it computes no signature as S3 does: the slash behind its name is lost to it. */
  private readonly bucket: S3rver;
  /** One request after the other. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor() {
    const options = {
      directory: this.directory,
      silent: true,
      configureBuckets: [{ name: BUCKET }],
    };
    this.objects = new S3rver(options);
    this.bucket = new S3rver({ ...options, allowMismatchedSignatures: true });
    const [ofObjects, ofBucket] = [this.objects.callback(), this.bucket.callback()];
    this.server = createServer((request, response) => {
      this.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
      this.last = this.last.then(
        () =>
          new Promise((done) => {
            response.once('close', done);
            if (this.refuses(request, response)) return;
            const answer = OF_BUCKET.test(request.url ?? '') ? ofBucket : ofObjects;
            answer(request, response);
          }),
      );
    });
  }

  static async open(): Promise<ObjectStore> {
    const store = new ObjectStore();
    await store.objects.configureBuckets();
    await new Promise<void>((listening) => store.server.listen(0, '127.0.0.1', listening));
    return store;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Settings of a service that keeps documents here. */
  get settings(): Record<string, string> {
    return {
      FUND_S3_ENDPOINT: this.endpoint,
      FUND_S3_BUCKET: BUCKET,
      FUND_S3_ACCESS_KEY_ID: KEYS,
      FUND_S3_SECRET_ACCESS_KEY: KEYS,
    };
  }

  get bucketFolder(): string {
    return join(this.directory, BUCKET);
  }

  /** Where the server keeps the bytes of a hash. */
  pathOf(hash: string): string {
    return this.fileOf(`${hash.slice(0, 2)}/${hash}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
    for (const { logger } of [this.objects, this.bucket]) logger.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private fileOf(key: string): string {
    return join(this.directory, BUCKET, `${key}._S3rver_object`);
  }

  private refuses(
    { method, url = '', headers }: IncomingMessage,
    response: ServerResponse,
  ): boolean {
    if (method !== 'PUT' || headers['if-none-match'] !== '*') return false;
    const [path = ''] = url.slice(`/${BUCKET}/`.length).split('?');
    if (this.conditions === 'refused') return fail(response, 501, 'NotImplemented');
    if (this.conditions === 'kept' && existsSync(this.fileOf(path))) {
      return fail(response, 412, 'PreconditionFailed');
    }
    return false;
  }
}

function fail(response: ServerResponse, status: number, code: string): true {
  response
    .writeHead(status, { 'content-type': 'application/xml', connection: 'close' })
    .end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`);
  return true;
}
