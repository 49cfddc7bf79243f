import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { caseToRead, workOnCase } from '../claims';
import { requireNamedDocuments } from '../documents';
import { asCaller, asService, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { newReport, type NewReport, reportView } from './milestone-schemas';
import { planToRead } from './plan-of-caller';
import {
  newOpinion,
  type NewOpinion,
  opinionList,
  opinionView,
  planDetail,
  planList,
} from './plan-schemas';
import { readOpinions, readPlan, readPlans } from './read-plans';
import { recordOpinion } from './record-opinion';
import { readReports } from './read-payments';
import { recordReport } from './record-report';

const LARGEST_BODY = 16 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };

/** Restoration plans (修复方案) and what agencies say of them. */
@ApiTags('damage-fund')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class RestorationPlansController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('cases/:id/restoration-plans')
  @ApiOperation({ summary: 'The restoration plans of a case' })
  @ApiOkResponse({ standardSchema: planList })
  async list(
    @Param('id', uuidInPath) caseId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof planList>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      await caseToRead(tx, caller, caseId, 'restoration_plan.read');
      return { items: await readPlans(tx, caseId) };
    });
  }

  @Get('restoration-plans/:id')
  @ApiOperation({ summary: 'A restoration plan: what it says, its versions and its milestones' })
  @ApiOkResponse({ standardSchema: planDetail })
  async read(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof planDetail>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const { plan, book } = await planToRead(tx, caller, id);
      return readPlan(tx, plan, book);
    });
  }

  @Post('restoration-plans/:id/reports')
  @Records('plan_report.record', 'restoration_plan/:id')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record that works were accepted, or their effect evaluated' })
  @ApiProblem(403, 'SAME_PERSON')
  @ApiProblem(404, 'DOCUMENT_NOT_FOUND')
  @ApiProblem(422, 'REPORT_BODY_OTHER', 'RECEIPT_DAY_WRONG')
  @ApiCreatedResponse({ standardSchema: reportView })
  async report(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: newReport, pipes: [bodyPipe] }) given: NewReport,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof reportView>> {
    const act = { key: `plan-report:${caller.personId}:${key}` };
    const report = await asCaller(this.dataSource, caller, async (tx) => {
      const { plan } = await planToRead(tx, caller, id);
      const work = await workOnCase(tx, caller, plan.caseId, act);
      await requireNamedDocuments(tx, caller, [given.document], { bookId: work.bookId });
      const made = await asService(tx, () => recordReport(work, id, caller.personId, given));
      const [shown] = await readReports(tx, id, made);
      return shown;
    });
    if (report === undefined) throw new Error('what was recorded is not there');
    return report;
  }

  @Get('cases/:id/plan-opinions')
  @ApiOperation({ summary: 'What court, finance bureau and audit office said of plans of a case' })
  @ApiOkResponse({ standardSchema: opinionList })
  async opinions(
    @Param('id', uuidInPath) caseId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof opinionList>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      await caseToRead(tx, caller, caseId, 'plan_opinions.read');
      return { items: await readOpinions(tx, caseId) };
    });
  }

  @Post('cases/:id/plan-opinions')
  @Records('plan_opinion.record', 'litigation_case/:id')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record an opinion on a plan, before the plan is asked for' })
  @ApiProblem(404, 'DOCUMENT_NOT_FOUND')
  @ApiProblem(422, 'RECEIPT_DAY_WRONG')
  @ApiCreatedResponse({ standardSchema: opinionView })
  async recordOpinion(
    @Param('id', uuidInPath) caseId: string,
    @Body({ schema: newOpinion, pipes: [bodyPipe] }) given: NewOpinion,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof opinionView>> {
    const act = { key: `plan-opinion:${caller.personId}:${key}` };
    const opinion = await asCaller(this.dataSource, caller, async (tx) => {
      const work = await workOnCase(tx, caller, caseId, act);
      await requireNamedDocuments(tx, caller, [given.document], { bookId: work.bookId });
      const id = await asService(tx, () => recordOpinion(work, caseId, caller.personId, given));
      const [shown] = await readOpinions(tx, caseId, id);
      return shown;
    });
    if (opinion === undefined) throw new Error('what was recorded is not there');
    return opinion;
  }
}
