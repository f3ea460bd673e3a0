package io.vedette.camera.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.RandomCases;
import io.vedette.camera.link.LinkFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedPacketsTest {
  private long now;

  @Test
  void shouldGiveEachPacketOnceAndInOrderWhateverTheOrderTheyCameIn() {
    RandomCases.check(
        100,
        random -> {
          int first = random.nextInt(1 << 16);
          List<Integer> sent =
              new ArrayList<>(IntStream.range(first, first + 300).boxed().toList());
          for (int i = 1; i + 10 < sent.size(); i += 10) {
            Collections.shuffle(sent.subList(i, i + 10), random);
            sent.add(i, sent.get(i));
          }
          OrderedPackets packets = packets(sent, 100);

          for (int number = first; number < first + 300; number++) {
            assertThat(read(packets)).isEqualTo(number & 0xffff);
          }
          assertThat(packets.lost()).isZero();
        });
  }

  @Test
  void shouldCountWhatIsMissingBeforeWhatComesAfterIt() {
    OrderedPackets packets = packets(List.of(65_534, 65_535, 2, 3), 0);

    assertThat(read(packets)).isEqualTo(65_534);
    assertThat(read(packets)).isEqualTo(65_535);
    assertThat(packets.lost()).isZero();
    assertThat(read(packets)).isEqualTo(2);
    assertThat(packets.lost()).isEqualTo(2);
  }

  @Test
  void shouldNotWaitLongForWhatIsMissing() {
    OrderedPackets packets = packets(List.of(1, 3, 4, 5), 100);

    assertThat(read(packets)).isEqualTo(1);
    now = 0;
    assertThat(read(packets)).isEqualTo(3);
    assertThat(packets.lost()).isEqualTo(1);
  }

  @Test
  void shouldEndWhereAllThatComesIsOlder() {
    OrderedPackets packets =
        packets(IntStream.range(0, 100).map(i -> i == 0 ? 900 : i).boxed().toList(), 100);
    read(packets);

    assertThatThrownBy(() -> read(packets)).isInstanceOf(LinkFailure.class);
  }

  /** Each packet comes 150 ms after the one before where it is not in order. */
  private OrderedPackets packets(List<Integer> numbers, int room) {
    Iterator<Integer> left = numbers.iterator();
    RtpPackets source =
        new RtpPackets() {
          @Override
          public int read(byte[] into) {
            int number = left.next();
            into[0] = (byte) 0x80;
            into[1] = 96;
            into[2] = (byte) (number >> 8);
            into[3] = (byte) number;
            return 20;
          }

          @Override
          public void close() {}
        };
    return new OrderedPackets(source, room, () -> numbers.size() > 10 ? 0 : (now += 150_000_000L));
  }

  private static int read(OrderedPackets packets) {
    byte[] packet = new byte[RtpPackets.LARGEST];
    packets.read(packet);
    return (packet[2] & 0xff) << 8 | packet[3] & 0xff;
  }
}
