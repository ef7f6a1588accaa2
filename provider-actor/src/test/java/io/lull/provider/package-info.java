/** Tests of the provider's actor, of what it is given, and of the provider for tests. */
package io.lull.provider;
