import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { ReceivedFile } from './document-store';
import { faultOf, statusOf, storeAway } from './s3-fault';

/** A bucket of an S3-compatible object store, and who asks for it. */
export interface S3Settings {
  /** `https://host[:port]`; the bucket is named in the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const CONNECT_WITHIN_MS = 5_000;
/** Without a byte for so long nobody is there any more. */
const SILENT_FOR_MS = 30_000;
/** How long it is waited for an answer to whether the bucket is there. */
const ANSWER_WITHIN_MS = 10_000;

/** It would tell the console of what is answered here. */
const say = (): void => undefined;
const SILENT = { trace: say, debug: say, info: say, warn: say, error: say };

type Library = typeof import('@aws-sdk/client-s3');
interface Opened {
  readonly s3: Library;
  readonly client: S3Client;
}

/** A bucket that is not there has another name for it. */
const isAbsent = (error: unknown): boolean => (error as Error).name === 'NoSuchKey';

/** Bytes on their way from the store; what breaks off is told as the store's doing. */
async function* piecesOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body as AsyncIterable<Buffer>;
  } catch (error) {
    throw storeAway(error);
  } finally {
    body.destroy();
  }
}

/** What is asked of a bucket. Every method but the last throws DomainError DOCUMENT_STORE_AWAY. */
export class S3Bucket {
  private opened: Promise<Opened> | undefined;

  constructor(private readonly settings: S3Settings) {}

  async has(key: string): Promise<boolean> {
    const { s3, client } = await this.open();
    try {
      await client.send(new s3.HeadObjectCommand({ Bucket: this.settings.bucket, Key: key }));
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw storeAway(error);
    }
  }

  /** Puts a file where nothing is. @returns false where something is already */
  async put(key: string, file: ReceivedFile): Promise<boolean> {
    try {
      await this.send(key, file, { IfNoneMatch: '*' });
    } catch (error) {
      if (statusOf(error) === 412) return false;
      // A store that knows no conditions. Nothing was there a moment ago, and what comes meanwhile has the same bytes.
      if (statusOf(error) !== 501) throw storeAway(error);
      await this.send(key, file, {}).catch((fault: unknown) => {
        throw storeAway(fault);
      });
    }
    return true;
  }

  /** The bytes; undefined where there are none. */
  async get(key: string): Promise<Readable | undefined> {
    const { s3, client } = await this.open();
    try {
      const command = new s3.GetObjectCommand({ Bucket: this.settings.bucket, Key: key });
      const { Body } = await client.send(command);
      return Readable.from(piecesOf(Body as Readable), { objectMode: false });
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw storeAway(error);
    }
  }

  async *keys(): AsyncGenerator<string> {
    const { s3, client } = await this.open();
    try {
      const pages = s3.paginateListObjectsV2({ client }, { Bucket: this.settings.bucket });
      for await (const { Contents = [] } of pages) {
        for (const { Key } of Contents) if (Key !== undefined) yield Key;
      }
    } catch (error) {
      throw storeAway(error);
    }
  }

  async remove(key: string): Promise<void> {
    const { s3, client } = await this.open();
    const command = new s3.DeleteObjectCommand({ Bucket: this.settings.bucket, Key: key });
    await client.send(command).catch((error: unknown) => {
      throw storeAway(error);
    });
  }

  /** Why the bucket cannot be used, in a word; undefined where it can. */
  async fault(): Promise<string | undefined> {
    const { s3, client } = await this.open();
    // Nothing is there: whoever may read is told so, and everybody else why not.
    const command = new s3.GetObjectCommand({ Bucket: this.settings.bucket, Key: 'nothing' });
    try {
      await client.send(command, { abortSignal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      return undefined;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      const status = statusOf(error);
      return status === undefined ? faultOf(error) : `${faultOf(error)} ${String(status)}`;
    }
  }

  /** Loaded where a bucket is used, and nowhere else. */
  private open(): Promise<Opened> {
    // It would warn on standard error of versions to come; which one runs says the lock file.
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
    this.opened ??= import('@aws-sdk/client-s3').then((s3) => {
      const { endpoint, region, accessKeyId, secretAccessKey } = this.settings;
      const client = new s3.S3Client({
        endpoint,
        region,
        credentials: { accessKeyId, secretAccessKey },
        forcePathStyle: true,
        // What is put is signed with its SHA-256, and what is read is hashed: other stores know no more.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
        logger: SILENT,
        requestHandler: { connectionTimeout: CONNECT_WITHIN_MS, socketTimeout: SILENT_FOR_MS },
      });
      return { s3, client };
    });
    return this.opened;
  }

  private async send(
    key: string,
    { path, sha256, size }: ReceivedFile,
    condition: Pick<PutObjectCommandInput, 'IfNoneMatch'>,
  ): Promise<void> {
    const { s3, client } = await this.open();
    const command = new s3.PutObjectCommand({
      ...{ Bucket: this.settings.bucket, Key: key, ContentLength: size, ...condition },
      Body: createReadStream(path),
    });
    // The hash is known: the store refuses other bytes than those, and the file is read once.
    command.middlewareStack.add(
      (next) => (given) => {
        const { headers } = given.request as { headers: Record<string, string> };
        headers['x-amz-content-sha256'] = sha256.toString('hex');
        return next(given);
      },
      { step: 'build', name: 'knownHash' },
    );
    await client.send(command);
  }
}
