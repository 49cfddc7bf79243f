import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BundleError, verifyBundle } from './bundle';
import { DifferenceFound } from './log-check';
import { ProofError, verifyProof } from './proof';

/**
 * The verifier as a program of its own: this folder and Node are all it needs. It ends with 0 when all
 * is whole, 2 when something differs or the file is of another shape, 1 when it could not be done.
 */

const USAGE = `usage: main.js BUNDLE [--key KEY] [--checkpoint NOTE]
       main.js --proof FILE --key KEY [--checkpoint NOTE]`;

class UsageError extends Error {}

const textOf = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : readFileSync(path, 'utf8');

function keyOf(path: string | undefined): KeyObject | undefined {
  const pem = textOf(path);
  if (pem === undefined) return undefined;
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${path ?? ''} holds no Ed25519 key`);
  return key;
}

async function check(args: string[]): Promise<object> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      checkpoint: { type: 'string' },
      proof: { type: 'string' },
    },
  });
  const [bundle, ...rest] = positionals;
  const [key, kept] = [keyOf(values.key), textOf(values.checkpoint)];
  if (values.proof !== undefined && bundle === undefined && key !== undefined) {
    return verifyProof(values.proof, key, kept);
  }
  if (values.proof !== undefined || bundle === undefined || rest.length > 0) {
    throw new UsageError(USAGE);
  }
  return verifyBundle(bundle, key, kept === undefined ? [] : [kept]);
}

function tell(error: unknown): number {
  if (error instanceof DifferenceFound) {
    process.stderr.write(`${JSON.stringify({ difference: error.difference })}\n`);
    return 2;
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof BundleError || error instanceof ProofError ? 2 : 1;
}

check(process.argv.slice(2)).then(
  (finding) => {
    process.stdout.write(`${JSON.stringify(finding)}\n`);
  },
  (error: unknown) => {
    process.exitCode = tell(error);
  },
);
