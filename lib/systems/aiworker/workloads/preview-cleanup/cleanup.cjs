'use strict';

/**
 * Deletes the previews that are older than their own `ttl`. Runs once and ends; exit code 1 if anything failed.
 *
 * Plain JavaScript without dependencies, as the pod runs this very file from a ConfigMap. It talks to the API server
 * as the pod's service account; API_SERVER and CREDENTIALS (a folder with `token` and `ca.crt`) point it elsewhere.
 */

const { readFileSync } = require('node:fs');
const https = require('node:https');

const API_SERVER = process.env.API_SERVER ?? 'https://kubernetes.default.svc';
const CREDENTIALS = process.env.CREDENTIALS ?? '/var/run/secrets/kubernetes.io/serviceaccount';
const REQUEST_TIMEOUT_MS = 30_000;
const PAGE_SIZE = 500;
const HOUR_MS = 3_600_000;

/**
 * What becomes of a namespace, and why.
 *
 * @param {import('./cleanup.cjs').Namespace} namespace
 * @param {number} now in milliseconds since 1970
 * @returns {import('./cleanup.cjs').Decision}
 */
function decide({ metadata }, now) {
  const { labels = {}, annotations = {}, deletionTimestamp } = metadata;
  const keep = (why, odd = false) => ({ remove: false, odd, why });
  if (labels.environment !== 'preview') return keep('it is no preview');
  if (labels['managed-by'] !== 'aiworker') return keep('it is not labelled managed-by: aiworker');
  if (labels.protected === 'true') return keep('it is labelled protected: "true"');
  if (deletionTimestamp !== undefined) return keep('it is being deleted already');
  if (labels.ttl === undefined) return keep('it has no label ttl', true);
  const ttl = hours(labels.ttl);
  if (ttl === undefined) return keep(`its ttl ${JSON.stringify(labels.ttl)} is no number of hours`, true);
  const written = annotations['created-at'];
  if (written === undefined) return keep('it has no annotation created-at', true);
  const created = moment(written);
  if (created === undefined) return keep(`its created-at ${JSON.stringify(written)} is no date`, true);
  const age = (now - created) / HOUR_MS;
  const why = `it is ${age.toFixed(2)} hours old, and its ttl is ${labels.ttl}`;
  return { remove: age > ttl, odd: false, why };
}

/** The hours of a duration such as `168h`; undefined of anything else. */
function hours(text) {
  return /^[1-9]\d{0,6}h$/.test(text) ? Number.parseInt(text, 10) : undefined;
}

/** An RFC 3339 time in milliseconds since 1970; undefined of anything else, of February 30 as well. */
function moment(text) {
  const date = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text)?.[1];
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The namespaces that call themselves previews, page by page. */
async function listPreviews(call) {
  const found = [];
  let next = '';
  do {
    const query = new URLSearchParams({ labelSelector: 'environment=preview', limit: String(PAGE_SIZE) });
    if (next) query.set('continue', next);
    const { items, metadata } = await call('GET', `/api/v1/namespaces?${query}`);
    found.push(...items);
    next = metadata.continue;
  } while (next);
  return found;
}

/** Deletes a namespace as it was when it was looked at: one made again or changed since is left alone. */
async function remove({ metadata: { name, uid, resourceVersion } }, call) {
  const preconditions = { uid, resourceVersion };
  await call('DELETE', `/api/v1/namespaces/${name}`, { preconditions });
}

/** Deletes what is past its ttl, says what it does, and returns how many deletions failed. */
async function cleanUp({ call, now, log }) {
  const previews = await listPreviews(call);
  let deleted = 0;
  let failed = 0;
  for (const preview of previews) {
    const { name } = preview.metadata;
    const { remove: due, odd, why } = decide(preview, now);
    if (!due) {
      log(`${odd ? 'WARNING: kept' : 'kept'} ${name}: ${why}`);
      continue;
    }
    try {
      await remove(preview, call);
      deleted += 1;
      log(`deleted ${name}: ${why}`);
    } catch (error) {
      failed += 1;
      log(`ERROR: could not delete ${name} (${why}): ${error.message}`);
    }
  }
  log(`${previews.length} previews: ${deleted} deleted, ${failed} could not be deleted`);
  return failed;
}

/** A function that calls the API server as the service account, and fails with what the server says. */
function client() {
  const token = readFileSync(`${CREDENTIALS}/token`, 'utf8').trim();
  const ca = readFileSync(`${CREDENTIALS}/ca.crt`);
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': 'application/json',
        // Node sends the body of a DELETE without its length, and a server then takes it for the next request.
        'content-length': Buffer.byteLength(text),
      };
      const request = https.request(`${API_SERVER}${path}`, { method, headers, ca }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          if (response.statusCode < 300) resolve(JSON.parse(answer));
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${message(answer)}`));
        });
      });
      request.setTimeout(REQUEST_TIMEOUT_MS, () => {
        request.destroy(new Error(`${method} ${path}: no answer within ${REQUEST_TIMEOUT_MS / 1000} s`));
      });
      request.on('error', reject);
      request.end(text);
    });
}

/** What a Status object says; the text itself where it is none. */
function message(text) {
  try {
    return JSON.parse(text).message ?? text;
  } catch {
    return text;
  }
}

async function main() {
  try {
    const failed = await cleanUp({ call: client(), now: Date.now(), log: console.log });
    if (failed > 0) process.exitCode = 1;
  } catch (error) {
    console.log(`ERROR: ${error.message}`);
    process.exitCode = 1;
  }
}

if (require.main === module) main();

module.exports = { cleanUp, decide };
