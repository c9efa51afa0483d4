/** What the TypeScript in the README uses and leaves to the reader. */
declare const client: import('vws-js').VwsClient;
declare function show(room: string, celsius: number): void;
