/** Tests of the provider for tests, on which other tests rely. */
package io.lull.provider.test;
