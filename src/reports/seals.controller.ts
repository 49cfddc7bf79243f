import type { KeyObject } from 'node:crypto';
import { Controller, Get, Header, Inject, Param, Query, Res, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import { asCaller, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import { AllowEverybody } from '../platform/http/open-route';
import { bookByCode, bookLog, proveConsistency, proveInclusion, readSeal } from '../ledger';
import { nameInPath, parametersPipe } from '../platform/http/parameters';
import {
  asBase64,
  consistencyQuery,
  growthProof,
  leafProof,
  leafProofBody,
  proofQuery,
  sizeQuery,
} from './proofs';

/** Under this token the application provides its `SealPublicKey`. */
export const SEAL_PUBLIC_KEY = Symbol('SEAL_PUBLIC_KEY');

/** The key that checkpoints are signed with; without one nothing is sealed. */
export interface SealPublicKey {
  readonly key: KeyObject | undefined;
}

const journalNumber = z
  .string()
  .regex(/^[1-9][0-9]{0,17}$/, 'must be the number of a journal')
  .transform((digits) => BigInt(digits));

const proofSchema = z.strictObject({
  book: z.string(),
  journal: z.string(),
  ...leafProof,
});

const consistencySchema = z.strictObject({
  book: z.string(),
  ...growthProof,
});

const keySchema = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: z.base64().meta({ description: 'The 32 bytes of the key' }),
  pem: z.string(),
});

/** The seal of the books: checkpoints, proofs and the key to check them with. */
@ApiTags('seal')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS, { scope: 'books:read' })
@UsePipes(parametersPipe)
export class SealsController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(SEAL_PUBLIC_KEY) private readonly sealKey: SealPublicKey,
  ) {}

  // Holds a hash and no fact, and is made to be kept by others.
  @Get('books/:id/checkpoint')
  @AllowEverybody()
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'The last checkpoint of a book: a signed note (C2SP tlog-checkpoint)' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblem(404, 'NOT_SEALED')
  async checkpoint(
    @Param('id', { schema: nameInPath }) id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const book = await bookByCode(this.dataSource.manager, id);
    const seal = await readSeal(this.dataSource, bookLog(book));
    if (seal === undefined) throw new DomainError('NOT_SEALED', 'not_found', { book: id });
    response.set('last-modified', seal.sealedAt.toUTCString());
    return seal.note;
  }

  @Get('books/:id/journals/:number/proof')
  @ApiOperation({ summary: 'Proof that a journal is in a sealed book (RFC 9162 §2.1.3)' })
  @sizeQuery('size', false)
  @ApiOkResponse({ standardSchema: proofSchema })
  @ApiProblem(404, 'NOT_SEALED')
  async proof(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: nameInPath }) id: string,
    @Param('number', { schema: journalNumber }) number: z.output<typeof journalNumber>,
    @Query({ schema: proofQuery }) query: z.output<typeof proofQuery>,
  ): Promise<z.infer<typeof proofSchema>> {
    const proof = await asCaller(this.dataSource, caller, async (tx) =>
      proveInclusion(tx, await bookOf(tx, caller, id), number, query.size),
    );
    return { book: id, journal: number.toString(), ...leafProofBody(proof) };
  }

  @Get('books/:id/consistency')
  @ApiOperation({
    summary: 'Proof that a sealed book only grew between two sizes (RFC 9162 §2.1.4)',
  })
  @sizeQuery('from', true)
  @sizeQuery('to', true)
  @ApiOkResponse({ standardSchema: consistencySchema })
  @ApiProblem(404, 'NOT_SEALED')
  async consistency(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: nameInPath }) id: string,
    @Query({ schema: consistencyQuery }) { from, to }: z.output<typeof consistencyQuery>,
  ): Promise<z.infer<typeof consistencySchema>> {
    const proof = await asCaller(this.dataSource, caller, async (tx) =>
      proveConsistency(tx, bookLog(await bookOf(tx, caller, id)), from, to),
    );
    return { book: id, from: from.toString(), to: to.toString(), hashes: asBase64(proof) };
  }

  @Get('seal-key')
  @AllowEverybody()
  @ApiOperation({ summary: 'The key that checkpoints are signed with' })
  @ApiOkResponse({ standardSchema: keySchema })
  @ApiProblem(404, 'SEALING_OFF')
  key(): z.infer<typeof keySchema> {
    const { key } = this.sealKey;
    if (key === undefined) throw new DomainError('SEALING_OFF', 'not_found');
    const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
    return {
      algorithm: 'Ed25519',
      publicKey: raw.toString('base64'),
      pem: key.export({ format: 'pem', type: 'spki' }).toString(),
    };
  }
}
