import { ApiError, type ApiRequest, type Client } from '../../lib/live/client';

/** The answer of a fake API server to a request: a body, or an error to throw; undefined for 404. */
export type FakeServer = (request: ApiRequest) => object | ApiError | undefined;

/** A client of a fake API server, with the requests that it has sent. */
export function fakeClient(server: FakeServer): Client & { readonly sent: ApiRequest[] } {
  const sent: ApiRequest[] = [];
  const request = async <T>(asked: ApiRequest) => {
    sent.push(asked);
    const body = server(asked) ?? new ApiError(404, 'not found');
    if (body instanceof ApiError) throw body;
    return { body: body as T, warnings: [] };
  };
  return { context: { name: 'test', server: 'https://test' }, close: () => {}, request, sent };
}
