import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { contentHash } from '../platform/json/content-hash';
import type { Work } from '../platform/work';
import { BankProfileVersion } from './bank-profile.entity';
import { DEFAULT_PROFILES, defaultProfile } from './reading/default-profiles';
import type { BankProfile } from './reading/profile';
import type { Format } from './reading/read-statement';

/** The name under which camt.053 is asked for; it needs no profile. */
export const CAMT = 'camt.053';

/** How a file was read: which version of which profile. */
export interface UsedProfile {
  readonly name: string;
  /** 0: as it ships. */
  readonly version: number;
  /** SHA-256 of what it says. */
  readonly hash: Buffer;
  readonly format: Format;
}

const used = (name: string, version: number, format: Format): UsedProfile => ({
  ...{ name, version, format },
  hash: contentHash(format),
});

/**
 * The profile of a name as a book uses it now: its own last version, else as it ships.
 *
 * @throws DomainError BANK_PROFILE_UNKNOWN
 */
export async function profileNamed(
  tx: EntityManager,
  bookId: number,
  name: string,
): Promise<UsedProfile> {
  if (name === CAMT) return used(name, 0, CAMT);
  const own = await tx.findOne(BankProfileVersion, {
    where: { bookId, name },
    order: { version: 'DESC' },
  });
  if (own !== null) return used(name, own.version, own.content);
  const shipped = defaultProfile(name);
  if (shipped === undefined) throw new DomainError('BANK_PROFILE_UNKNOWN', 'not_found', { name });
  return used(name, 0, shipped.profile);
}

/** A profile as a book uses it. */
export interface ProfileShown {
  readonly name: string;
  readonly version: number;
  readonly title: { readonly zh: string; readonly en: string } | null;
  readonly profile: BankProfile;
}

/** The profiles that a book can use: its own ones, and those that ship and it has not adapted. */
export async function listProfiles(tx: EntityManager, bookId: number): Promise<ProfileShown[]> {
  const own = await tx
    .createQueryBuilder(BankProfileVersion, 'profile')
    .distinctOn(['profile.name'])
    .where('profile.bookId = :bookId', { bookId })
    .orderBy('profile.name')
    .addOrderBy('profile.version', 'DESC')
    .getMany();
  const names = new Set(own.map(({ name }) => name));
  return [
    ...own.map(({ name, version, content }) => ({
      ...{ name, version, profile: content },
      title: defaultProfile(name)?.title ?? null,
    })),
    ...DEFAULT_PROFILES.filter(({ name }) => !names.has(name)).map((shipped) => ({
      ...shipped,
      version: 0,
    })),
  ];
}

/** Keeps a profile of a book as its next version; the same again is the same version. Returns its number. */
export async function keepProfile(
  work: Work & { readonly from: { readonly personId: string } },
  { name, profile }: { readonly name: string; readonly profile: BankProfile },
): Promise<number> {
  const { tx, bookId } = work;
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`bank profiles ${String(bookId)}`]);
  const last = await tx.findOne(BankProfileVersion, {
    where: { bookId, name },
    order: { version: 'DESC' },
  });
  const afterHash = contentHash(profile);
  const beforeHash = last === null ? undefined : contentHash(last.content);
  if (last !== null && beforeHash?.equals(afterHash) === true) return last.version;
  const version = (last?.version ?? 0) + 1;
  await tx.insert(BankProfileVersion, {
    ...{ id: uuidv7(), bookId, name, version, content: profile },
    madeById: work.from.personId,
  });
  const hashes = { afterHash, ...(beforeHash && { beforeHash }) };
  await recordAct(work, 'bank_profile.keep', { name, version }, null, hashes);
  return version;
}
