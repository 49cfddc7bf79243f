import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { readProcedure } from './read-procedure';
import { recordStep, revokeStep } from './record-step';
import { caseProcedure, newStep, type NewStep, recordedStep, revocation } from './step-schemas';

const LARGEST_BODY = 64 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };

/** The procedure of a case, step by step (案件进程). */
@ApiTags('cases')
@Controller('api/v1/cases/:id')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class ProcedureController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('procedure')
  @ApiOperation({ summary: 'Where a case stands, its steps, and the days that count' })
  @ApiOkResponse({ standardSchema: caseProcedure })
  async read(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof caseProcedure>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const procedure = await readProcedure(tx, caller, id);
      await recordEvent(tx, {
        action: 'case.follow',
        ...actorFacts(caller),
        subject: `litigation_case/${id}`,
      });
      return procedure;
    });
  }

  @Post('steps')
  @Records('case.step', 'litigation_case/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(['finance_officer'])
  @ActsOnce()
  @ApiOperation({ summary: 'Record a step of the procedure' })
  @ApiProblem(404, 'DOCUMENT_NOT_FOUND')
  @ApiProblem(409, 'PARTY_ALREADY_IN_CASE')
  @ApiProblem(
    422,
    ...(['CASE_STEP_IN_FUTURE', 'CASE_STEP_OUT_OF_TURN', 'CASE_STAYED'] as const),
    ...(['JOIN_PERIOD_OVER', 'PUBLICATION_NOT_OVER', 'PROCURATORATE_NOTICE_NOT_OVER'] as const),
    ...(['WITHDRAWAL_BARRED', 'CLOSING_REASON_REQUIRED', 'IDEMPOTENCY_KEY_REUSED'] as const),
  )
  @ApiCreatedResponse({ standardSchema: recordedStep })
  async record(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: newStep, pipes: [bodyPipe] }) given: NewStep,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof recordedStep>> {
    return asCaller(this.dataSource, caller, (tx) => recordStep(tx, caller, id, given, key));
  }

  @Post('steps/:step/revocation')
  @Records('case.step_revoke', 'litigation_case/:id')
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @Allow(['finance_officer'])
  @ActsOnce()
  @ApiOperation({ summary: 'Revoke a step that was recorded by mistake; both stay on record' })
  @ApiProblem(
    422,
    ...(['CASE_STEP_IN_USE', 'CASE_STEP_OUT_OF_TURN', 'CASE_STAYED'] as const),
    ...(['WITHDRAWAL_BARRED', 'IDEMPOTENCY_KEY_REUSED'] as const),
  )
  @ApiCreatedResponse({ standardSchema: recordedStep })
  async revoke(
    @Param('id', uuidInPath) caseId: string,
    @Param('step', uuidInPath) stepId: string,
    @Body({ schema: revocation, pipes: [bodyPipe] }) given: z.output<typeof revocation>,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof recordedStep>> {
    return asCaller(this.dataSource, caller, (tx) =>
      revokeStep(tx, caller, { caseId, stepId }, given, key),
    );
  }
}
