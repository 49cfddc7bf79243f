import { setTimeout as pause } from 'node:timers/promises';
import { Mailer, NoticeWorker } from '../../src/notices';
import { EXPIRIES, OPEN_WORK } from '../../src/open-work';
import { ApprovalScene, IN_ONE_STEP } from '../approvals/approval-scene';
import { MailServer } from './mail-server';

describe('the worker that sends notices', () => {
  it('sends what is announced while it runs, and nothing after it has stopped', async () => {
    const scene = await ApprovalScene.open();
    const server = await MailServer.open();
    const { dataSource } = scene;
    const faults: unknown[] = [];
    const mailer = new Mailer({ url: server.url(), from: 'notices@bureau.example' });
    const delivery = { mailer, publicUrl: undefined };
    const remindedOf = { work: OPEN_WORK, expiries: EXPIRIES };
    const worker = new NoticeWorker(dataSource, delivery, remindedOf, (fault) => {
      faults.push(fault);
    });
    try {
      const officer = await scene.someone('finance_officer');
      const approver = await scene.someone('approver');
      await dataSource.query(`UPDATE fund.person SET email = 'a@bureau.example' WHERE id = $1`, [
        approver.personId,
      ]);
      const ask = (): Promise<string> =>
        scene.ask(officer, scene.spending('special', 1n), { kind: IN_ONE_STEP });
      worker.start();
      await ask();
      while (server.received.length === 0 && faults.length === 0) await pause(20);
      await worker.stop();
      await ask();
      const waiting = await dataSource.query<unknown[]>(
        `SELECT FROM fund.outgoing_event WHERE state = 'waiting'`,
      );
      expect([waiting.length, server.received.length, faults]).toEqual([1, 1, []]);
    } finally {
      await worker.stop();
      await server.close();
      await scene.service.close();
    }
  });
});
