import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file so that it is there whole or not at all. @param {string} file @param {string} text */
export function writeAtomically(file, text) {
  fs.mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  try {
    fs.writeFileSync(partial, text);
    fs.renameSync(partial, file);
  } catch (error) {
    fs.rmSync(partial, { force: true });
    throw error;
  }
}

/** The text of a file, or undefined where there is none. @param {string} file */
export function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {Record<string, any> | undefined} undefined where the file is missing or damaged
 */
export function readJson(file) {
  try {
    const value = JSON.parse(readText(file) || 'null');
    return value && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {object} value */
export const asJson = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** @param {string} file @returns {string} SHA-256 in hexadecimal; 'missing' where there is no file */
export function sha256(file) {
  const text = readText(file);
  return text === undefined ? 'missing' : createHash('sha256').update(text).digest('hex');
}

/** A symbolic link, replacing whatever stood there. @param {string} target @param {string} link */
export function linkTo(target, link) {
  if (linkTarget(link) === target) return;
  fs.mkdirSync(dirname(link), { recursive: true });
  const partial = `${link}.${process.pid}.partial`;
  fs.rmSync(partial, { force: true });
  fs.symlinkSync(target, partial);
  if (linkTarget(link) === undefined) fs.rmSync(link, { recursive: true, force: true });
  fs.renameSync(partial, link);
}

/** Where a symbolic link leads as it is written there; undefined if it is none. @param {string} link */
export function linkTarget(link) {
  try {
    return fs.readlinkSync(link);
  } catch {
    return undefined;
  }
}
