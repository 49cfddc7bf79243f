import { ApiQuery } from '@nestjs/swagger';
import { z } from 'zod';
import type { LeafProof } from '../ledger';

const size = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,17})$/, 'must be a number of journals or events')
  .transform((digits) => BigInt(digits));

export const proofQuery = z.strictObject({ size: size.optional() });
export const consistencyQuery = z.strictObject({ from: size, to: size });

/** A size among the parameters of a route. */
export const sizeQuery = (name: string, required: boolean) =>
  ApiQuery({ name, required, schema: { type: 'string', pattern: '^[0-9]{1,18}$' } });

const hashes = z
  .array(z.base64())
  .meta({ description: 'SHA-256 hashes in base64, in the order of the RFC' });

/** What proves that something stands in a sealed log. */
export const leafProof = {
  size: z.string().meta({ description: 'Size of the tree that the proof leads to' }),
  text: z.string().meta({ description: 'Canonical text; the leaf is SHA-256(0x00 ‖ text)' }),
  hashes,
  checkpoint: z.string().meta({ description: 'The signed note of that size' }),
};

/** What proves that a log only grew. */
export const growthProof = { from: z.string(), to: z.string(), hashes };

export const asBase64 = (proof: readonly Buffer[]): string[] =>
  proof.map((hash) => hash.toString('base64'));

/** A proof as it is answered. */
export const leafProofBody = (proof: LeafProof & { readonly text: string }) => ({
  size: proof.size.toString(),
  text: proof.text,
  hashes: asBase64(proof.hashes),
  checkpoint: proof.checkpoint,
});
