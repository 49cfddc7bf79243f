import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, type FundRun, runFund, startService } from '../support/fund-process';
import { type TestBureau, TestService } from '../support/test-service';
import { outcome, pdf } from './files';
import { ObjectStore } from './object-store';

// Every test runs processes.
jest.setTimeout(300_000);

describe('npx fund, of documents', () => {
  let service: TestService;
  let bureau: TestBureau;
  let shown: { readonly id: string; readonly sha256: string };
  const bytes = pdf('contract');
  beforeAll(async () => {
    service = await TestService.open();
    bureau = await service.bureau('changchun');
    const officer = await service.signIn(
      await service.person(['finance_officer'], { bureauId: bureau.id }),
    );
    const [, body] = await outcome(officer.upload('a.pdf', bureau.bookCode, bytes).expect(201));
    shown = body as typeof shown;
  });
  afterAll(() => service.close());

  const fund = (folder: string | undefined, ...args: string[]): Promise<FundRun> =>
    runFund(args, {
      ...environmentOf(service.database),
      ...(folder !== undefined && { FUND_DOCUMENT_DIR: folder }),
    });
  const pathOf = (hash: string): string => join(service.documentFolder, hash.slice(0, 2), hash);

  it('verify --documents says what it saw, and names the first file that differs or is missing', async () => {
    const folder = service.documentFolder;
    const whole = await fund(folder, 'verify', '--documents');
    expect([whole.status, JSON.parse(whole.stdout)]).toEqual([
      0,
      { log: 'documents', documents: 1, files: 1, bytes: String(bytes.length) },
    ]);
    for (const [fault, tamper] of [
      [
        'altered',
        (path: string) => {
          writeFileSync(path, pdf('contracd'));
        },
      ],
      [
        'missing',
        (path: string) => {
          rmSync(path);
        },
      ],
    ] as const) {
      tamper(pathOf(shown.sha256));
      const { status, stdout, stderr } = await fund(folder, 'verify', '--documents');
      expect([status, stdout, JSON.parse(stderr)]).toMatchObject([
        2,
        '',
        { code: 'DOCUMENT_ALTERED', document: shown.id, sha256: shown.sha256, fault },
      ]);
    }
    writeFileSync(pathOf(shown.sha256), bytes);
    expect(await fund(folder, 'verify', '--documents')).toMatchObject({ status: 0 });
  });

  it('documents sweep takes away what no document names, and nothing else', async () => {
    const orphan = 'ab'.repeat(32);
    writeFileSync(join(service.documentFolder, 'keep.txt'), 'not ours');
    const shelf = join(service.documentFolder, 'ab');
    rmSync(shelf, { recursive: true, force: true });
    mkdirSync(shelf);
    writeFileSync(join(shelf, orphan), 'orphan');
    const { status, stdout } = await fund(
      ...([service.documentFolder, 'documents', 'sweep', '--by', 'operator'] as const),
    );
    expect([status, JSON.parse(stdout)]).toEqual([0, { files: 1, leftovers: 0 }]);
    expect(readdirSync(shelf)).toEqual([]);
    expect(readdirSync(service.documentFolder)).toContain('keep.txt');
    const [event] = await service.database.dataSource.query<
      { person: string; removed: string[] }[]
    >(
      `SELECT person, content -> 'removed' AS removed FROM fund.audit_event WHERE action = 'document.sweep'`,
    );
    expect(event).toEqual({ person: 'operator', removed: [orphan] });
  });

  it('doctor tells where documents go, and what to do where they go nowhere', async () => {
    expect((await fund(service.documentFolder, 'doctor')).stdout).toContain(
      `✓ documents: ${service.documentFolder}`,
    );
    const nowhere = await fund(undefined, 'doctor');
    expect([nowhere.status, nowhere.stdout]).toEqual([
      0,
      expect.stringContaining(
        '· documents: nowhere (neither FUND_DOCUMENT_DIR nor FUND_S3_ENDPOINT is set): uploads are refused\n    → set FUND_DOCUMENT_DIR',
      ),
    ]);
    const closed = await fund('/dev/null/documents', 'doctor');
    expect(closed.status).toBe(1);
    expect(closed.stdout).toContain('✗ documents: /dev/null/documents cannot be written to');
    expect(await fund(undefined, 'verify', '--documents')).toMatchObject({ status: 1 });
  });

  it('works on a bucket as on a folder; doctor and the start say when it cannot be used, and no secret', async () => {
    const objects = await ObjectStore.open();
    const { settings } = objects;
    const secret = 'a-secret-that-is-wrong';
    const over = (more: Record<string, string>, ...args: string[]): Promise<FundRun> =>
      runFund(args, { ...environmentOf(service.database), ...settings, ...more });
    try {
      const bucket = `documents (${new URL(objects.endpoint).host})`;
      expect((await over({}, 'doctor')).stdout).toContain(`✓ documents: ${bucket}`);
      const orphan = join(objects.bucketFolder, 'ab', `${'ab'.repeat(32)}._S3rver_object`);
      mkdirSync(join(orphan, '..'), { recursive: true });
      writeFileSync(orphan, 'orphan');
      const swept = await over({}, 'documents', 'sweep', '--by', 'operator');
      expect([swept.status, JSON.parse(swept.stdout)]).toEqual([0, { files: 1, leftovers: 0 }]);
      const wrong = await over({ FUND_S3_SECRET_ACCESS_KEY: secret }, 'doctor');
      expect(wrong.status).toBe(1);
      expect(wrong.stdout).toContain(
        `✗ documents: ${bucket} cannot be used: SignatureDoesNotMatch 403`,
      );
      const missing = await over({}, 'verify', '--documents');
      expect(JSON.parse(missing.stderr)).toMatchObject({
        ...{ code: 'DOCUMENT_ALTERED', document: shown.id, fault: 'missing' },
      });
      for (const { stdout, stderr } of [swept, wrong])
        expect(stdout + stderr).not.toContain(secret);
    } finally {
      await objects.close();
    }
    const away = await over({}, 'doctor');
    expect(away.stdout).toContain('cannot be used: ECONNREFUSED');
    const started = await startService({ ...environmentOf(service.database), ...settings });
    const { stdout } = await started.stop();
    expect(stdout).toContain('Documents cannot be stored or handed out: documents (127.0.0.1:');
  });
});
