#include <memory>
#include <string>
#include <vector>

namespace shapes {

class Shape {
public:
    virtual ~Shape() = default;
    virtual double area() const = 0;
};

template <typename T>
class Group final : public Shape {
public:
    void add(std::unique_ptr<T> shape) { shapes_.push_back(std::move(shape)); }

    double area() const override {
        double sum = 0;
        for (const auto &shape : shapes_) {
            sum += shape->area();
        }
        return sum;
    }

private:
    std::vector<std::unique_ptr<T>> shapes_;
};

class Square : public Shape {
public:
    explicit Square(double side) : side_{side} {}
    double area() const override { return side_ * side_; }

private:
    double side_;
};

const char *kHelp = R"help(
usage: shapes "name" (side)
)help";

}  // namespace shapes

int main() {
    auto group = std::make_unique<shapes::Group<shapes::Square>>();
    group->add(std::make_unique<shapes::Square>(1'000.5));
    auto scale = [factor = 2.0](double value) { return value * factor; };
    return scale(group->area()) > 10 ? 0 : 1;
}
