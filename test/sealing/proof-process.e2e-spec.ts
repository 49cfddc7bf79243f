import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { recordEvent } from '../../src/audit';
import { proveGrown, proveIncluded } from '../../src/commands/prove-commands';
import { environmentOf, type FundRun, runFund } from '../support/fund-process';
import { income, pool, TestLedger, transfer } from '../support/ledger';
import { keyInFolder } from './support';

// Every test runs several processes one after the other.
jest.setTimeout(300_000);

const VERIFIER = join(__dirname, '..', '..', 'src', 'verifier');
const NOWHERE = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/absent' };

interface ProofFile {
  number?: string;
  from?: string;
  to?: string;
  text?: string;
  first?: string;
  hashes: string[];
  checkpoint: string;
}

/** Compiles the verifier, and nothing else, into a folder. */
function compileVerifier(folder: string): string {
  mkdirSync(folder);
  for (const name of readdirSync(VERIFIER)) {
    const { outputText } = transpileModule(readFileSync(join(VERIFIER, name), 'utf8'), {
      compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2023 },
    });
    writeFileSync(join(folder, name.replace(/ts$/, 'js')), outputText);
  }
  return join(folder, 'main.js');
}

describe('what is checked elsewhere', () => {
  let ledger: TestLedger;
  let folder: string;
  let keyFile: string;
  let otherKey: string;
  let code: string;
  let event: string;
  let program: string;

  const fund = (...args: string[]): Promise<FundRun> =>
    runFund(args, {
      ...environmentOf(ledger.database),
      FUND_SEAL_KEY_FILE: keyFile,
      FUND_CHECKPOINT_DIR: folder,
    });
  const published = (size: number, log = code): string =>
    join(folder, log, `${String(size).padStart(12, '0')}.txt`);

  const post = async (bookId: number, journals: number): Promise<void> => {
    for (let made = 0; made < journals; made += 1) {
      await ledger.accept({ bookId, lines: transfer(pool('a'), income, 5n) });
    }
    await ledger.drain(bookId);
    await recordEvent(ledger.dataSource.manager, { action: 'test.act' });
    expect(await fund('seal')).toMatchObject({ status: 0 });
  };

  beforeAll(async () => {
    ledger = await TestLedger.create();
    ({ folder, keyFile } = keyInFolder());
    ({ keyFile: otherKey } = keyInFolder());
    const bookId = await ledger.openBook();
    const [book] = await ledger.rows<{ code: string }>('SELECT code FROM ledger.book');
    code = book?.code ?? '';
    await post(bookId, 3);
    await post(bookId, 4);
    const [row] = await ledger.rows<{ id: string }>(
      'SELECT event_id AS id FROM fund.audit_leaf WHERE number = 1',
    );
    event = row?.id ?? '';
    program = compileVerifier(join(folder, 'verifier'));
  });
  afterAll(async () => {
    await ledger.drop();
    rmSync(folder, { recursive: true });
  });

  /** Runs the compiled verifier alone: no packages, no settings. */
  const alone = (...args: string[]): Promise<FundRun> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [program, ...args],
        { cwd: folder, env: {} },
        (error, stdout, stderr) => {
          resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
        },
      );
    });

  const proofOf = async (...args: string[]): Promise<ProofFile> => {
    const { status, stdout, stderr } = await fund('prove', ...args);
    expect([status, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as ProofFile;
  };
  const written = (proof: object): string => {
    const path = join(folder, 'proof.json');
    writeFileSync(path, JSON.stringify(proof));
    return path;
  };

  it('is proved of a journal and an event, and checked without a database', async () => {
    const journal = await proofOf('--book', code, '--journal', '2', '--size', '3');
    const check = ['verify', '--proof', written(journal), '--key', keyFile];
    const held = await runFund([...check, '--checkpoint', published(3)], NOWHERE);
    expect([held.status, held.stderr]).toEqual([0, '']);
    const log = `fund-ledger/${code}/rfc6962-sha256`;
    expect(JSON.parse(held.stdout)).toEqual({ proof: 'inclusion', log, number: '2', size: '3' });

    const other = await runFund([...check, '--checkpoint', published(7)], NOWHERE);
    expect([other.status, other.stdout]).toEqual([2, '']);
    expect(JSON.parse(other.stderr)).toMatchObject({ code: 'PROOF_INVALID' });

    const ofEvent = await proofOf('--audit', '--event', event);
    const events = await alone('--proof', written(ofEvent), '--key', keyFile);
    expect(JSON.parse(events.stdout)).toMatchObject({ number: '1', size: '2' });
  });

  it('is proved to have only grown, of a book and of the trail', async () => {
    const book = await proofOf('--book', code, '--from', '3', '--to', '7');
    const check = ['verify', '--proof', written(book), '--key', keyFile];
    for (const size of [3, 7]) {
      const held = await runFund([...check, '--checkpoint', published(size)], NOWHERE);
      expect([held.status, held.stderr]).toEqual([0, '']);
      expect(JSON.parse(held.stdout)).toMatchObject({ proof: 'consistency', from: '3', size: '7' });
    }
    const trail = await proofOf('--audit', '--from', '1', '--to', '2');
    expect(await alone('--proof', written(trail), '--key', keyFile)).toMatchObject({ status: 0 });

    // The reader brings what is not in the proof, and without it nothing is proved.
    const path = written({ ...book, first: undefined });
    expect(await alone('--proof', path, '--key', keyFile)).toMatchObject({ status: 2 });
    const brought = ['--proof', path, '--key', keyFile, '--checkpoint', published(3)];
    expect(await alone(...brought)).toMatchObject({ status: 0 });
  });

  it('is refused where a proof was changed in any part', async () => {
    const inclusion = await proofOf('--book', code, '--journal', '2');
    const grown = await proofOf('--book', code, '--from', '3', '--to', '7');
    const another = Buffer.alloc(32).toString('base64');
    const [hash = '', ...rest] = inclusion.hashes;
    const reseated = inclusion.checkpoint.replace(/\n[^\n]{43}=\n/, `\n${another}\n`);
    const changed: readonly (readonly [string, string, object])[] = [
      ['PROOF_WRONG', 'proof_wrong', { ...inclusion, number: '3' }],
      ['PROOF_WRONG', 'proof_wrong', { ...inclusion, hashes: [another, ...rest] }],
      ['PROOF_WRONG', 'proof_wrong', { ...inclusion, hashes: rest }],
      ['PROOF_WRONG', 'proof_wrong', { ...inclusion, hashes: [...rest, hash] }],
      ['PROOF_WRONG', 'proof_wrong', { ...inclusion, hashes: [hash, ...inclusion.hashes] }],
      ['PROOF_WRONG', 'proof_wrong', { ...inclusion, text: inclusion.text?.replace('"5"', '"6"') }],
      ['PROOF_WRONG', 'text_not_canonical', { ...inclusion, text: `${inclusion.text ?? ''} ` }],
      ['PROOF_WRONG', 'checkpoint_signature_wrong', { ...inclusion, checkpoint: reseated }],
      ['PROOF_WRONG', 'proof_wrong', { ...grown, hashes: grown.hashes.slice(1) }],
      ['PROOF_WRONG', 'proof_wrong', { ...grown, hashes: [another, ...grown.hashes.slice(1)] }],
      ['PROOF_WRONG', 'checkpoint_signature_wrong', { ...grown, first: reseated }],
      ['PROOF_INVALID', '', { ...grown, from: '2' }],
      ['PROOF_INVALID', '', { ...grown, first: grown.checkpoint }],
      ['PROOF_INVALID', '', { ...inclusion, number: '02' }],
      ['PROOF_INVALID', '', { ...inclusion, hashes: [`${hash} `, ...rest] }],
      ['PROOF_INVALID', '', { ...inclusion, checkpoint: 'none' }],
      ['PROOF_INVALID', '', { ...inclusion, format: 'fund-proof/2' }],
      ['PROOF_INVALID', '', []],
    ];
    for (const [, kind, proof] of changed) {
      const run = await alone('--proof', written(proof), '--key', keyFile);
      expect([kind, run.status, run.stdout]).toEqual([kind, 2, '']);
      expect(run.stderr).toContain(kind);
    }
    // By way of the command line a problem document says the same.
    for (const at of [0, 11]) {
      const [problem = '', kind = '', proof = {}] = changed[at] ?? [];
      const run = await runFund(['verify', '--proof', written(proof), '--key', keyFile], NOWHERE);
      expect([run.status, run.stdout]).toEqual([2, '']);
      expect(JSON.parse(run.stderr)).toMatchObject({
        code: problem,
        ...(kind !== '' && { difference: { kind, journal: '3' } }),
      });
    }
    const foreign = await alone('--proof', written(inclusion), '--key', otherKey);
    expect([foreign.status, foreign.stderr]).toEqual([
      2,
      expect.stringContaining('checkpoint_signature_wrong'),
    ]);
  });

  it('is not proved where there is nothing to prove it by, and the refusal says so', async () => {
    const refusals: readonly [string, string[]][] = [
      ['NOT_FOUND', ['--book', 'absent', '--journal', '1']],
      ['NOT_SEALED', ['--book', code, '--from', '3', '--to', '6']],
    ];
    for (const [problem, args] of refusals) {
      const { status, stdout, stderr } = await fund('prove', ...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(JSON.parse(stderr)).toMatchObject({ code: problem });
    }
    const unsealed = [
      proveIncluded(ledger, { book: code, journal: 8n }, undefined),
      proveIncluded(ledger, { book: code, journal: 2n }, 4n),
      proveIncluded(ledger, { event: '00000000-0000-4000-8000-000000000000' }, undefined),
      proveGrown(ledger, { book: code }, 8n, 7n),
      proveGrown(ledger, { audit: true }, 1n, 3n),
    ];
    for (const refused of unsealed) {
      await expect(refused).rejects.toMatchObject({ code: 'NOT_SEALED' });
    }
    for (const args of [
      ['--book', code, '--journal', 'x'],
      ['--audit', '--journal', '1'],
    ]) {
      const { status, stdout, stderr } = await fund('prove', ...args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain('error: ');
    }
  });

  it('is a bundle, too, for which the verifier needs no package', async () => {
    const bundle = join(folder, 'bundle.jsonl');
    expect(await fund('bundle', '--book', code, bundle)).toMatchObject({ status: 0 });
    const args = [bundle, '--key', keyFile, '--checkpoint', published(3)];
    const whole = await alone(...args);
    expect([whole.status, whole.stderr]).toEqual([0, '']);
    expect(JSON.parse(whole.stdout)).toMatchObject({ book: code, journals: '7', key: 'given' });
    writeFileSync(bundle, readFileSync(bundle, 'utf8').replace('tester', 'nobody'));
    const changed = await alone(...args);
    expect([changed.status, changed.stdout]).toEqual([2, '']);
    expect(JSON.parse(changed.stderr)).toMatchObject({
      difference: { kind: 'journal_altered', journal: '1' },
    });
    expect(await alone(keyFile)).toMatchObject({ status: 2, stdout: '' });
    expect(await alone(bundle, '--key', join(folder, 'absent.pem'))).toMatchObject({ status: 1 });
    expect((await alone()).stderr).toContain('usage: ');
  });
});
