import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { requireDocuments } from '../documents';
import { DomainError } from '../errors';
import { asCaller, asService, type Caller } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import type { Work } from '../platform/work';
import { assessAward, lockAssessment, requireStanding, voidAssessment } from './assess';
import { AwardAssessment, AwardObjection } from './assessment.entity';
import {
  newAssessment,
  type NewAssessment,
  newNotice,
  type NewNotice,
  newObjection,
  type NewObjection,
  objectionDecision,
  type ObjectionDecision,
  voiding,
} from './award-schemas';
import { madeOfAward } from './award-views';
import { workOnCase } from './case-of-award';
import { decideObjection, publishNotice, recordObjection } from './public-notice';

const LARGEST_BODY = 64 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };

type Made = z.infer<typeof madeOfAward>;

/** An award on its way to a decision: assessed (核定), shown to the public (公示), objected to (异议). */
@ApiTags('awards')
@Controller('api/v1')
@Allow(['finance_officer'])
export class AssessmentsController {
  constructor(private readonly dataSource: DataSource) {}

  @Post('cases/:id/award/assessments')
  @Records('award.assess', 'litigation_case/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Keep the award of a case as it is computed now, with its shares' })
  @ApiProblem(409, 'ALREADY_AWARDED', 'AWARD_ASSESSED')
  @ApiProblem(422, 'AWARD_PRECONDITION', 'AWARD_PLAINTIFFS', 'IDEMPOTENCY_KEY_REUSED')
  @ApiCreatedResponse({ standardSchema: madeOfAward })
  async assess(
    @Param('id', uuidInPath) caseId: string,
    @Body({ schema: newAssessment, pipes: [bodyPipe] }) { plaintiffs }: NewAssessment,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<Made> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const work = await workOnCase(tx, caller, caseId, `award:${caller.personId}:${key}`);
      const named = plaintiffs.map(({ organization, share }) => ({
        organizationId: organization,
        ...(share !== undefined && { share }),
      }));
      const { personId: assessedById } = caller;
      const asked = { caseId, assessedById, plaintiffs: named };
      return { id: await asService(tx, () => assessAward(work, asked)) };
    });
  }

  @Post('award-assessments/:id/voiding')
  @Records('award.void', 'award_assessment/:id')
  @HttpCode(200)
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Declare an assessment void, so that the award can be assessed anew' })
  @ApiProblem(409, 'ALREADY_AWARDED', 'AWARD_NOT_ASSESSED')
  @ApiOkResponse({ standardSchema: madeOfAward })
  async void(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: voiding, pipes: [bodyPipe] }) { reason }: z.output<typeof voiding>,
    @CurrentCaller() caller: Caller,
  ): Promise<Made> {
    return this.act(caller, { id, key: `award-void:${id}` }, async (work) => {
      const { assessment } = await lockAssessment(work, id);
      requireStanding(assessment);
      await voidAssessment(work, assessment, { reason, personId: caller.personId });
      return id;
    });
  }

  @Post('award-assessments/:id/notice')
  @Records('award.notice', 'award_assessment/:id')
  @HttpCode(200)
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({
    summary: 'Show an assessment to the public, for the days of the policy at least',
  })
  @ApiProblem(409, 'AWARD_NOTICED', 'AWARD_NOT_ASSESSED')
  @ApiProblem(422, 'AWARD_NOTICE_TOO_SHORT', 'AWARD_NOTICE_DAY_WRONG')
  @ApiOkResponse({ standardSchema: madeOfAward })
  async notice(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: newNotice, pipes: [bodyPipe] }) { from, to, way }: NewNotice,
    @CurrentCaller() caller: Caller,
  ): Promise<Made> {
    return this.act(caller, { id, key: `award-notice:${id}` }, async (work) => {
      const said = { fromOn: from, untilOn: to, way, publishedById: caller.personId };
      await publishNotice(work, { assessmentId: id, ...said });
      return id;
    });
  }

  @Post('award-assessments/:id/objections')
  @Records('award.object', 'award_assessment/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Record that somebody objected during the public notice' })
  @ApiProblem(404, 'DOCUMENT_NOT_FOUND')
  @ApiProblem(409, 'ALREADY_AWARDED', 'AWARD_NOT_ASSESSED')
  @ApiProblem(422, 'OBJECTION_LATE', 'AWARD_NOT_NOTICED', 'IDEMPOTENCY_KEY_REUSED')
  @ApiCreatedResponse({ standardSchema: madeOfAward })
  async object(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: newObjection, pipes: [bodyPipe] }) given: NewObjection,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<Made> {
    const { objector, on: objectedOn, objection, document = null } = given;
    const { personId: recordedById } = caller;
    const named = document === null ? [] : [document];
    const act = { id, key: `award-objection:${recordedById}:${key}`, documents: named };
    return this.act(caller, act, (work) =>
      recordObjection(work, {
        ...{ assessmentId: id, recordedById, objector, objectedOn, objection },
        documentId: document,
      }),
    );
  }

  @Post('award-objections/:id/decision')
  @Records('award.objection_decide', 'award_objection/:id')
  @HttpCode(200)
  @Allow(['reviewer', 'approver'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Decide on an objection that somebody else recorded' })
  @ApiProblem(403, 'SAME_PERSON')
  @ApiProblem(409, 'OBJECTION_DECIDED', 'AWARD_NOT_ASSESSED')
  @ApiOkResponse({ standardSchema: madeOfAward })
  async decide(
    @Param('id', uuidInPath) objectionId: string,
    @Body({ schema: objectionDecision, pipes: [bodyPipe] }) given: ObjectionDecision,
    @CurrentCaller() caller: Caller,
  ): Promise<Made> {
    const { decision, reason } = given;
    return asCaller(this.dataSource, caller, async (tx) => {
      const objection = await tx.findOneBy(AwardObjection, { id: objectionId });
      if (objection === null) throw new DomainError('NOT_FOUND', 'not_found', { objectionId });
      const key = `award-objection-decision:${objectionId}`;
      const work = await this.workOn(tx, caller, { id: objection.assessmentId, key });
      const { personId: decidedById } = caller;
      const decided = { objectionId, upheld: decision === 'uphold', reason, decidedById };
      await asService(tx, () => decideObjection(work, decided));
      return { id: objectionId };
    });
  }

  private async act(
    caller: Caller,
    of: { id: string; key: string; documents?: readonly string[] },
    act: (work: Work) => Promise<string>,
  ): Promise<Made> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const work = await this.workOn(tx, caller, of);
      const { bookId } = work;
      await requireDocuments(tx, caller, of.documents ?? [], { bookId });
      return { id: await asService(tx, () => act(work)) };
    });
  }

  /** @throws DomainError NOT_FOUND */
  private async workOn(
    tx: EntityManager,
    caller: Caller,
    { id, key }: { readonly id: string; readonly key: string },
  ): Promise<Work> {
    const assessment = await tx.findOneBy(AwardAssessment, { id });
    if (assessment === null) throw new DomainError('NOT_FOUND', 'not_found', { assessment: id });
    return workOnCase(tx, caller, assessment.caseId, key);
  }
}
