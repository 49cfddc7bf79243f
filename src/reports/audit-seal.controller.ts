import { Controller, Get, Header, Param, Query, Res, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { proveEvent, recordEvent, TRAIL } from '../audit';
import { DomainError } from '../errors';
import { actorFacts, asCaller, type Caller } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { proveConsistency, readSeal } from '../ledger';
import { ApiProblem } from '../platform/http/describe-problems';
import { AllowEverybody } from '../platform/http/open-route';
import { parametersPipe } from '../platform/http/parameters';
import { isSeen, whoseEvents } from './events-of-caller';
import {
  asBase64,
  consistencyQuery,
  growthProof,
  leafProof,
  leafProofBody,
  proofQuery,
  sizeQuery,
} from './proofs';

const proofSchema = z.strictObject({
  event: z.uuid(),
  number: z.string().meta({ description: 'Place in the trail, counted from one' }),
  ...leafProof,
});
const consistencySchema = z.strictObject(growthProof);

const SEEN_EVENT = `SELECT 1 FROM fund.audit_event e WHERE e.id = $1 AND ${isSeen('e', 2)}`;

/** The seal of the audit trail: one log for the installation, beside those of the books. */
@ApiTags('seal')
@Controller('api/v1')
@Allow(['auditor', 'audit_administrator'], { scope: 'audit:read' })
@UsePipes(parametersPipe)
export class AuditSealController {
  constructor(private readonly dataSource: DataSource) {}

  // Holds a hash and no fact, and is made to be kept by others.
  @Get('audit-trail/checkpoint')
  @AllowEverybody()
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'The last checkpoint of the audit trail: a signed note' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblem(404, 'NOT_SEALED')
  async checkpoint(@Res({ passthrough: true }) response: Response): Promise<string> {
    const seal = await readSeal(this.dataSource, TRAIL);
    if (seal === undefined) throw new DomainError('NOT_SEALED', 'not_found', { sealed: '0' });
    response.set('last-modified', seal.sealedAt.toUTCString());
    return seal.note;
  }

  @Get('audit-trail/consistency')
  @ApiOperation({ summary: 'Proof that the sealed audit trail only grew between two sizes' })
  @sizeQuery('from', true)
  @sizeQuery('to', true)
  @ApiOkResponse({ standardSchema: consistencySchema })
  @ApiProblem(404, 'NOT_SEALED')
  async consistency(
    @CurrentCaller() caller: Caller,
    @Query({ schema: consistencyQuery }) { from, to }: z.output<typeof consistencyQuery>,
  ): Promise<z.infer<typeof consistencySchema>> {
    const proof = await asCaller(this.dataSource, caller, (tx) =>
      proveConsistency(tx, TRAIL, from, to),
    );
    return { from: from.toString(), to: to.toString(), hashes: asBase64(proof) };
  }

  @Get('audit-events/:id/proof')
  @ApiOperation({ summary: 'Proof that an event is in the sealed audit trail (RFC 9162 §2.1.3)' })
  @sizeQuery('size', false)
  @ApiOkResponse({ standardSchema: proofSchema })
  @ApiProblem(404, 'NOT_SEALED')
  async proof(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: proofQuery }) query: z.output<typeof proofQuery>,
  ): Promise<z.infer<typeof proofSchema>> {
    const proof = await asCaller(this.dataSource, caller, async (tx) => {
      const seen = await tx.query<unknown[]>(SEEN_EVENT, [id, ...(await whoseEvents(tx, caller))]);
      if (seen.length === 0) throw new DomainError('NOT_FOUND', 'not_found');
      const found = await proveEvent(tx, id, query.size);
      await recordEvent(tx, {
        action: 'audit_event.read',
        ...actorFacts(caller),
        subject: `audit_event/${id}`,
      });
      return found;
    });
    return { event: id, number: proof.number.toString(), ...leafProofBody(proof) };
  }
}
