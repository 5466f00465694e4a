/** What every listing of IAM answers. */
export interface Page {
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

/**
 * Reads a listing to its end. IAM may cut a page at any length, also below the 100 entries that are its
 * default (IAM API reference, MaxItems).
 */
export async function allPages<P extends Page, T>(
  read: (marker: { Marker?: string }) => Promise<P>,
  itemsOf: (page: P) => readonly T[] | undefined,
): Promise<readonly T[]> {
  const items: T[] = []
  let marker: { Marker?: string } = {}
  for (;;) {
    const page = await read(marker)
    items.push(...(itemsOf(page) ?? []))
    const { IsTruncated, Marker } = page
    if (IsTruncated !== true || Marker === undefined || Marker === marker.Marker) return items
    marker = { Marker }
  }
}
